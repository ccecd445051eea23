package dev.binnacle.recipes;

import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code docs/recipes/binnacle-run} as a job of a CI system starts it: a process with output. */
final class RunningRecipe implements AutoCloseable {

  private static final Path SCRIPT =
      Path.of("..", "docs", "recipes", "binnacle-run").toAbsolutePath().normalize();
  private static final Duration DEADLINE = Duration.ofSeconds(180);

  /** How it ended, and all that it printed. */
  record Ended(int status, String output) {}

  private final Process process;
  private final Path output;

  private RunningRecipe(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts the script with that in its environment. */
  static RunningRecipe start(Map<String, String> environment, List<String> arguments) {
    try {
      var output = Files.createTempFile("binnacle-run", ".log");
      var builder =
          new ProcessBuilder(
                  Stream.concat(Stream.of("sh", SCRIPT.toString()), arguments.stream()).toList())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new RunningRecipe(builder.start(), output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Waits until it has printed that. */
  RunningRecipe awaitOutput(String words) {
    Patience.until("output with " + words, DEADLINE, this::output, seen -> seen.contains(words));
    return this;
  }

  /** Sends a signal by its name, to the script alone. */
  RunningRecipe signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    return this;
  }

  /** Waits for its end. */
  Ended ended() throws InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + output());
    }
    return new Ended(process.exitValue(), output());
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      Files.deleteIfExists(output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
