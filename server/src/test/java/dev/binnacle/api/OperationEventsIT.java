package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.Answer;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The events of an operation, streamed and paged. */
@Tag("api")
class OperationEventsIT {

  private static final String SWITCHOVER =
      "/api/v1/databases/" + TestPlatform.DATABASE + "/switchover";

  private final TestServer server = TestServer.shared();

  @Test
  void theStreamTellsEverythingOnceAndEndsWithTheOperation() throws Exception {
    var operation = start("\"timeout\":\"PT5M\"");

    var ids = ids(stream(operation, null));

    assertThat(ids).isEqualTo(IntStream.rangeClosed(1, ids.size()).boxed().toList());
    assertThat(state(operation)).isEqualTo("SUCCEEDED");
    assertThat(server.get(path(operation) + "/events?limit=500").json().path("items"))
        .hasSize(ids.size());
    assertThat(ids(stream(operation, "5"))).isEqualTo(ids.subList(5, ids.size()));
  }

  @Test
  void aStreamedEventCarriesItsTypeAndTheSameJsonAsThePage() throws Exception {
    var operation = start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"");
    server.post(path(operation) + "/cancel", "{\"reason\":\"only an example\"}").hasStatus(202);

    var lines = stream(operation, null);
    var page = server.get(path(operation) + "/events?limit=1").hasStatus(200).json();

    assertThat(lines).contains("event: OPERATION_ACCEPTED", "data: " + page.at("/items/0"));
    assertThat(page.path("final").asBoolean()).isFalse();
    assertThat(page.path("nextAfter").asInt()).isEqualTo(1);
  }

  @Test
  void anIdleStreamIsKeptAliveByComments() throws Exception {
    var operation = start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"");
    try (var http = HttpClient.newHttpClient()) {
      var lines =
          http.send(
                  server
                      .request(path(operation) + "/events")
                      .header("Accept", "text/event-stream")
                      .build(),
                  HttpResponse.BodyHandlers.ofLines())
              .body();
      assertThat(lines.filter(line -> line.startsWith(":")).limit(2).count()).isEqualTo(2);
      http.shutdownNow();
    }
    server.post(path(operation) + "/cancel", "{\"reason\":\"enough\"}").hasStatus(202);
  }

  @Test
  void aLongPollEndsWithTheNextEvent() throws Exception {
    var operation = start("\"scheduledAt\":\"" + Instant.now().plusSeconds(3600) + "\"");
    long last = server.get(path(operation) + "/events?limit=500").json().path("nextAfter").asLong();
    var polled = new Answer[1];
    var polling =
        Thread.ofVirtual()
            .start(() -> polled[0] = server.get(path(operation) + "/events?wait=60&after=" + last));

    server.post(path(operation) + "/cancel", "{\"reason\":\"wake the poll\"}").hasStatus(202);
    polling.join(Duration.ofSeconds(30));

    assertThat(polled[0].json().at("/items/0/state").asText()).isEqualTo("CANCELLED");
    assertThat(polled[0].json().path("final").asBoolean()).isTrue();
  }

  @Test
  void theEventsOfAnUnknownOperationAreNotFoundInBothForms() {
    String path = "/api/v1/operations/00000000-0000-0000-0000-000000000000/events";
    server.get(path).isProblem(404, "RESOURCE_NOT_FOUND");
    server
        .send(server.request(path).header("Accept", "text/event-stream"))
        .isProblem(404, "RESOURCE_NOT_FOUND");
  }

  private Answer start(String more) {
    TestPlatform.shared().patroni().awaitHealthy(Duration.ofSeconds(120));
    return server.post(SWITCHOVER, "{\"reason\":\"a test of events\"," + more + "}").hasStatus(202);
  }

  private List<String> stream(Answer operation, String lastEventId) {
    var request = server.request(path(operation) + "/events").header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return server.send(request).hasStatus(200).body().lines().toList();
  }

  private static List<Integer> ids(List<String> lines) {
    var ids = new ArrayList<Integer>();
    lines.stream()
        .filter(line -> line.startsWith("id: "))
        .forEach(line -> ids.add(Integer.parseInt(line.substring(4))));
    return ids;
  }

  private String state(Answer operation) {
    return server.get(path(operation)).json().path("state").asText();
  }

  private static String path(Answer operation) {
    return "/api/v1/operations/" + operation.json().path("id").asText();
  }
}
