package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.api.OperationEventsApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events through a proxy that lets no stream through. */
@Timeout(60)
class EventFeedTest {
  @Test
  void takesPagesWhereAProxyHoldsTheStreamBack() {
    var operation = GivenOperation.of(3);
    try (var server = operation.served()) {
      server.on(
          "GET " + GivenOperation.PATH + "/events",
          exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            Thread.sleep(600_000);
          },
          exchange -> operation.end().eventsOf().to(exchange));

      try (var feed = feed(server, Duration.ofMillis(300))) {
        var batch = feed.next(Duration.ofSeconds(20));
        while (batch.events().isEmpty()) {
          batch = feed.next(Duration.ofSeconds(20));
        }
        assertThat(batch.events()).hasSize(3);
        assertThat(batch.mayBeOver()).isTrue();
      }
    }
  }

  private static EventFeed feed(LocalServer server, Duration longestSilence) {
    var api = URI.create(server.address() + "/api/v1");
    var mapper = ApiClient.createDefaultObjectMapper();
    var connection = HttpClient.newHttpClient();
    var http =
        new PatientHttpClient(
            connection,
            new Authorization(() -> "bnc_test"),
            new Refusals(mapper),
            new ServerCheck(connection, api),
            RetryPolicy.never());
    return new EventFeed(
        http,
        new OperationEventsApi(new SharedApiClient(http, mapper, api)),
        mapper,
        api,
        GivenOperation.ID,
        longestSilence);
  }
}
