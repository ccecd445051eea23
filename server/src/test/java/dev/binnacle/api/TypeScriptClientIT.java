package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example of the TypeScript client, run by Node against a real server. */
@Tag("api")
class TypeScriptClientIT {

  private final TestServer server = TestServer.shared();

  private record Outcome(int status, String output) {}

  @Test
  void switchesOver() throws Exception {
    TestPlatform.shared().patroni().awaitHealthy(Duration.ofSeconds(120));
    var leader = TestPlatform.shared().patroni().leader().orElseThrow();

    var outcome = run(TestServer.TOKEN, TestPlatform.DATABASE);

    assertThat(outcome.output()).contains("SUCCEEDED {", "\"writeOutage\"");
    assertThat(outcome.status()).isZero();
    assertThat(TestPlatform.shared().patroni().leader().orElseThrow()).isNotEqualTo(leader);
  }

  @Test
  void tellsAProblemByItsCode() throws Exception {
    assertThat(run("bnc_wrongone_x", TestPlatform.DATABASE))
        .satisfies(outcome -> assertThat(outcome.output()).contains("INVALID_TOKEN"))
        .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2));
    assertThat(run(TestServer.TOKEN, "nothing").output()).contains("RESOURCE_NOT_FOUND");
  }

  private Outcome run(String token, String database) throws Exception {
    var example =
        new ProcessBuilder(
                "node",
                "target/examples/switchover.js",
                server.process().baseUrl().toString(),
                database,
                "tried from TypeScript")
            .directory(new File("../clients/typescript"))
            .redirectErrorStream(true);
    example.environment().put("BINNACLE_TOKEN", token);
    var process = example.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }
}
