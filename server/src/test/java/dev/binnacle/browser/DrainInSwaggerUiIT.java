package dev.binnacle.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.TestCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** A drain as somebody on call does it: look first, then do it. */
@Tag("browser")
class DrainInSwaggerUiIT {

  private static final By DRAIN = By.id("operations-Nodes-drainNode");

  @Test
  void aDryRunAndThenADrainWorkThroughTryItOut() {
    try (var cluster = TestCluster.start(3, 6);
        var server = cluster.serve(User.BINNACLE);
        var page = new SwaggerPage(server, DRAIN)) {
      page.authorize();
      var operation = page.browser().findElement(DRAIN);
      operation.findElement(By.cssSelector(".opblock-summary-control")).click();
      page.fill(page.parameter(operation, "cluster"), TestCluster.NAME);
      page.fill(page.parameter(operation, "node"), "worker-2");
      page.fill(
          operation.findElement(By.cssSelector("textarea.body-param__text")),
          "{\"reason\": \"Tried from Swagger UI\"}");
      SwaggerPage.choose(page.parameter(operation, "dryRun"), "true");

      page.execute(operation);

      assertThat(SwaggerPage.status(operation)).isEqualTo("200");
      assertThat(page.answer(operation))
          .contains("\"startable\": true", "\"outcome\": \"EVICT\"", "\"SKIP_DAEMON_SET\"");
      assertThat(cluster.isCordoned("worker-2")).isFalse();
      page.shoot("drain-dry-run");

      SwaggerPage.choose(page.parameter(operation, "dryRun"), "false");
      page.fill(page.parameter(operation, "Prefer"), "wait=60");
      operation.findElement(By.cssSelector(".btn-clear")).click();
      page.execute(operation);

      assertThat(SwaggerPage.status(operation)).isEqualTo("202");
      assertThat(page.answer(operation))
          .contains("\"state\": \"SUCCEEDED\"", "\"outcome\": \"EVICTED\"");
      assertThat(cluster.isCordoned("worker-2")).isTrue();
      page.shoot("drain");
    }
  }
}
