package dev.binnacle.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.testing.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** The key in etcd where Patroni keeps its dynamic configuration: etcd counts its changes. */
final class PatroniConfigurationKey {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestPlatform platform;

  PatroniConfigurationKey(TestPlatform platform) {
    this.platform = platform;
  }

  /**
   * How often it was written since it was made; etcd's own count.
   *
   * @see <a href="https://etcd.io/docs/v3.4/learning/api/#key-value-pair">etcd: key-value pair</a>
   */
  long version() {
    var key = "/binnacle/" + platform.patroni().scope() + "/config";
    var range =
        HttpRequest.newBuilder(platform.patroni().etcdUrl().resolve("/v3/kv/range"))
            .POST(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(base64(key))))
            .build();
    return answer(range).at("/kvs/0/version").asLong();
  }

  /** Begins or ends Patroni's maintenance mode, past Binnacle. */
  void pause(boolean paused) {
    var patroni = platform.patroni();
    URI leader = patroni.leader().orElseThrow().rest();
    var user = PatroniSecrets.REST_USER + ":" + patroni.secrets().restPassword();
    answer(
        HttpRequest.newBuilder(leader.resolve("/config"))
            .header("Authorization", "Basic " + base64(user))
            .method("PATCH", BodyPublishers.ofString("{\"pause\":" + paused + "}"))
            .build());
  }

  private JsonNode answer(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(request.uri() + " answered " + answer.statusCode());
      }
      return JSON.readTree(answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
