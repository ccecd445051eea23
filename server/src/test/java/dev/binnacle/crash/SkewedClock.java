package dev.binnacle.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A wall clock that is off, for a server process alone; see src/test/c/skewed-clock.c. */
final class SkewedClock {

  private static final Path SOURCE = Path.of("src/test/c/skewed-clock.c");
  private static final Path LIBRARY = Path.of("target/skewed-clock.so");

  private SkewedClock() {}

  /** The environment of a server whose wall clock is ahead by that much. */
  static Map<String, String> environment(Duration ahead) throws IOException, InterruptedException {
    var compiler =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                LIBRARY.toString(),
                SOURCE.toString(),
                "-ldl")
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("the skewed clock cannot be compiled");
    }
    return Map.of(
        "LD_PRELOAD", LIBRARY.toAbsolutePath().toString(),
        "SKEWED_CLOCK_SECONDS", Long.toString(ahead.toSeconds()));
  }
}
