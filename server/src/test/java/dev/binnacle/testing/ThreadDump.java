package dev.binnacle.testing;

import dev.binnacle.sandbox.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the threads of a server that hangs are doing, for whoever reads the failed test. */
final class ThreadDump {

  private static final int PATIENCE_SECONDS = 20;

  private ThreadDump() {}

  /** Writes the platform threads with their locks, and all threads, and says where to. */
  static String of(ServerProcess server) {
    try {
      var folder = Files.createDirectories(Path.of("target", "thread-dumps"));
      var locks = Files.createTempFile(folder, "platform-", ".txt").toAbsolutePath();
      var all = locks.resolveSibling(locks.getFileName().toString().replace("platform", "all"));
      jcmd(server, locks, "Thread.print", "-l");
      jcmd(server, locks, "Thread.dump_to_file", all.toString());
      return "its threads are in " + locks + " and " + all;
    } catch (IOException failed) {
      return "its threads could not be read: " + failed;
    }
  }

  private static void jcmd(ServerProcess server, Path output, String... command)
      throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var builder = new ProcessBuilder(jcmd, Long.toString(server.pid()));
    builder.command().addAll(java.util.List.of(command));
    var process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
