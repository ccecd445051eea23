package dev.binnacle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An example of the TypeScript client, run by Node. What it says can be read while it runs. */
final class TypeScriptProgram implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final Pattern EVENT = Pattern.compile("(?m)^(\\d+) [A-Z_]+: ");

  private final Path output;
  private final Process process;

  private TypeScriptProgram(Path output, Process process) {
    this.output = output;
    this.process = process;
  }

  /** Starts an example with the administrator's token. */
  static TypeScriptProgram start(String example, URI server, String... arguments)
      throws IOException {
    var output = Files.createTempFile("typescript-", ".log");
    var command =
        Stream.concat(
                Stream.of("node", "target/examples/" + example + ".js", server.toString()),
                Stream.of(arguments))
            .toList();
    var builder =
        new ProcessBuilder(command)
            .directory(new File("../clients/typescript"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("BINNACLE_TOKEN", TestServer.TOKEN);
    return new TypeScriptProgram(output, builder.start());
  }

  /** What it has said so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Waits until it has said that. */
  void awaitOutput(String text) {
    Patience.until("the program says " + text, DEADLINE, this::output, said -> said.contains(text));
  }

  /** Waits for its end, which has to be a success. */
  void succeeds() throws InterruptedException {
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
    assertThat(process.exitValue()).as(output()).isZero();
    assertThat(output()).contains("SUCCEEDED {");
  }

  /** The numbers of the events that it was told, in that order. */
  List<Integer> events() {
    return EVENT.matcher(output()).results().map(event -> Integer.valueOf(event.group(1))).toList();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(output);
  }
}
