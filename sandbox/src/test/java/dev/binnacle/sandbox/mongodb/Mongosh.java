package dev.binnacle.sandbox.mongodb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real mongosh, which the build takes from npm. */
final class Mongosh {
  private static final long PATIENCE_SECONDS = 120;
  private static final Path PROGRAM =
      Path.of("src/test/mongosh/node_modules/mongosh/bin/mongosh.js").toAbsolutePath();

  /** What a script said on both channels, and how it ended. */
  record Said(int status, String text) {}

  private final Path home;

  /**
   * @param home for mongosh's logs and history
   */
  Mongosh(Path home) {
    this.home = home;
  }

  /** Runs a script; answers what it printed, once it has ended well. */
  String run(String uri, String script) throws IOException, InterruptedException {
    Said said = attempt(uri, script);
    if (said.status() != 0) {
      throw new AssertionError("Status %d: %s".formatted(said.status(), said.text()));
    }
    return said.text();
  }

  /** Runs a script, however it ends. */
  Said attempt(String uri, String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", ".txt");
    Path file = Files.writeString(Files.createTempFile(home, "script", ".js"), script);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "node",
                    PROGRAM.toString(),
                    uri,
                    "--quiet",
                    "--norc",
                    "--file",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Still running: " + script + "\n" + Files.readString(output));
    }
    return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
