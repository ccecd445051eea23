package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README compiles and does what it says. */
@Timeout(120)
class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(.*?class Switchover.*?)```", Pattern.DOTALL);

  private record Outcome(int status, String output) {}

  @TempDir private Path directory;

  @Test
  void theExampleSwitchesOverAndTellsHowItGoes() throws Exception {
    var operation = GivenOperation.of(3).end();
    try (var server = operation.served()) {
      server.on(
          "POST /api/v1/databases/orders/switchover",
          LocalServer.json(202, LocalServer.example("switchoverDatabase.202.json")));

      var outcome = runExample(server.address(), "bnc_test");

      assertThat(outcome.output()).contains("Event 1", "Event 2", "Event 3", "SUCCEEDED");
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void theExampleSaysWhatIsMissing() throws Exception {
    var outcome = runExample("", "bnc_test");
    assertThat(outcome.output()).contains("There is no address of the Binnacle server");
    assertThat(outcome.status()).isNotZero();
  }

  private Outcome runExample(String address, String token) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source().toString())
            .redirectErrorStream(true);
    process.environment().put("BINNACLE_URL", address);
    process.environment().put("BINNACLE_TOKEN", token);
    var running = process.start();
    var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(running.exitValue(), output);
  }

  private Path source() throws IOException {
    var readme = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    assertThat(readme.find()).as("an example in the README").isTrue();
    return Files.writeString(directory.resolve("Switchover.java"), readme.group(1));
  }
}
