package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.testing.TestPlatform;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers see of a server that is starting. */
@Tag("api")
class StartIT {

  private static final int REFUSED = 0;

  @Test
  void aServerThatStartsRefusesConnectionsUntilItKnowsItsPaths() throws Exception {
    var platform = TestPlatform.shared();
    var settings =
        platform.settings(platform.newDatabase(), platform.describeClusters(List.of()), Map.of());
    var request = HttpRequest.newBuilder(settings.baseUrl().resolve("/api/v1/caller")).build();
    var seen = new ArrayList<Integer>();
    try (var http = HttpClient.newHttpClient();
        var server = ServerProcess.launch(settings)) {
      long end = System.nanoTime() + ServerProcess.USUAL_START.toNanos();
      while (System.nanoTime() < end && !server.isReady()) {
        seen.add(ask(http, request));
      }
      assertThat(server.isReady()).isTrue();
      seen.add(ask(http, request));
    }
    assertThat(seen).contains(REFUSED).containsOnly(REFUSED, 401).endsWith(401);
  }

  private static int ask(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (ConnectException refused) {
      return REFUSED;
    }
  }
}
