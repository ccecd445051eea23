package dev.binnacle.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What a person on call does in Swagger UI, done in a real browser. */
@Tag("browser")
class SwaggerUiIT {

  private static final By SWITCHOVER = By.id("operations-Databases-switchoverDatabase");

  private final TestServer server = TestServer.shared();
  private SwaggerPage page;

  @BeforeEach
  void open() {
    page = new SwaggerPage(server, SWITCHOVER);
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void tagsStandInTheOrderOfTheContract() {
    assertThat(
            page.browser().findElements(By.cssSelector(".opblock-tag")).stream()
                .map(tag -> tag.getDomAttribute("data-tag")))
        .startsWith(
            "Databases",
            "PostgreSQL",
            "Redis",
            "MongoDB",
            "Clusters",
            "Nodes",
            "Operations",
            "Operation events",
            "Platform");
    assertThat(page.browser().manage().logs().get("browser").getAll())
        .as("nothing is missing or blocked by the content security policy")
        .isEmpty();
    page.shoot("swagger-ui");
  }

  @Test
  void aDryRunAndThenASwitchoverWorkThroughTryItOut() throws Exception {
    TestPlatform.shared().patroni().awaitHealthy(Duration.ofSeconds(120));
    page.authorize();
    var operation = page.browser().findElement(SWITCHOVER);
    operation.findElement(By.cssSelector(".opblock-summary-control")).click();
    page.fill(page.parameter(operation, "database"), TestPlatform.DATABASE);
    var body = operation.findElement(By.cssSelector("textarea.body-param__text"));
    page.fill(body, "{\"reason\": \"Tried from Swagger UI\"}");
    SwaggerPage.choose(page.parameter(operation, "dryRun"), "true");

    page.execute(operation);

    assertThat(SwaggerPage.status(operation)).isEqualTo("200");
    assertThat(page.answer(operation)).contains("\"startable\": true", "request-switchover");
    page.shoot("dry-run");

    SwaggerPage.choose(page.parameter(operation, "dryRun"), "false");
    page.fill(page.parameter(operation, "Prefer"), "wait=60");
    page.browser().findElement(SWITCHOVER).findElement(By.cssSelector(".btn-clear")).click();
    page.execute(operation);

    assertThat(SwaggerPage.status(operation)).isEqualTo("202");
    assertThat(page.answer(operation)).contains("\"state\": \"SUCCEEDED\"", "\"writeOutage\"");
    page.shoot("switchover");
  }
}
