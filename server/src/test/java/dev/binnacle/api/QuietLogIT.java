package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server says of requests with which nothing is wrong: nothing. */
@Tag("api")
class QuietLogIT {

  private static final int CALLERS = 16;
  private static final int REQUESTS = 50;

  @Test
  void manyAsynchronousAnswersLeaveNoWarning() throws Exception {
    try (var server =
            TestPlatform.shared().start(Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000"));
        var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.process().baseUrl() + "/api/v1/operations"))
              .header("Authorization", "Bearer " + TestServer.TOKEN)
              .build();
      var callers =
          IntStream.range(0, CALLERS)
              .mapToObj(any -> chain(http, request))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(callers).get();
      assertThat(Files.readAllLines(server.process().log()))
          .noneMatch(line -> line.contains(" WARN ") && line.contains("org.jboss.weld"));
    }
  }

  /** One request after another. */
  private static CompletableFuture<HttpResponse<Void>> chain(HttpClient http, HttpRequest request) {
    var last = http.sendAsync(request, BodyHandlers.discarding());
    for (int i = 1; i < REQUESTS; i++) {
      last =
          last.thenCompose(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            return http.sendAsync(request, BodyHandlers.discarding());
          });
    }
    return last;
  }
}
