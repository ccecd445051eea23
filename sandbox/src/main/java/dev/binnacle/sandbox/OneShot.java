package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that is run to its end. */
final class OneShot {
  private OneShot() {}

  /** Runs it; its output is told only when it fails. */
  static void run(String name, List<String> command, Path directory) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile());
      builder.environment().clear();
      builder.environment().putAll(DaemonCommand.plainEnvironment());
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new SandboxException(name + " ended with status " + status + ": " + output);
      }
    } catch (IOException e) {
      throw new SandboxException("Cannot run " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while " + name + " ran", e);
    }
  }
}
