package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL server that runs on a data directory, whoever started it. */
record Postmaster(ProcessIdentity identity) {
  private static final Duration COLLECTION = Duration.ofSeconds(5);

  /**
   * The living postmaster of a data directory. The pid file alone is no proof after a crash, so the
   * process must also have its working directory there, as every postmaster has.
   */
  static Optional<Postmaster> of(Path dataDirectory) {
    return recordedPid(dataDirectory.resolve("postmaster.pid"))
        .filter(pid -> worksIn(pid, dataDirectory))
        .flatMap(ProcessIdentity::of)
        .map(Postmaster::new);
  }

  /**
   * Lets go of a postmaster that was killed. PostgreSQL refuses to start while the pid in its pid
   * file exists, even as a zombie that nobody has collected yet, which some containers never do.
   */
  static void forgetDead(Path dataDirectory) {
    Path pidFile = dataDirectory.resolve("postmaster.pid");
    Optional<Long> pid = recordedPid(pidFile);
    if (pid.isEmpty() || of(dataDirectory).isPresent()) {
      return;
    }
    Path process = Path.of("/proc", pid.get().toString());
    if (!Waiting.until(COLLECTION, () -> !Files.exists(process))) {
      try {
        // By now every backend has noticed the death of its postmaster and is gone.
        Files.deleteIfExists(pidFile);
      } catch (IOException e) {
        throw new SandboxException("Cannot remove the stale " + pidFile, e);
      }
    }
  }

  /** A fast shutdown (SIGINT): sessions are cut, everything committed is on disk. */
  void stop(Duration grace) {
    Daemon.end(identity, "INT", grace);
  }

  private static Optional<Long> recordedPid(Path pidFile) {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return lines.findFirst().map(String::strip).map(Long::valueOf);
    } catch (IOException | UncheckedIOException | NumberFormatException noneOrCutShort) {
      return Optional.empty();
    }
  }

  private static boolean worksIn(long pid, Path directory) {
    try {
      Path home = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
      return home.equals(directory.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
