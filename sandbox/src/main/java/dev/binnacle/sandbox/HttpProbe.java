package dev.binnacle.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks an HTTP address on loopback how it is. */
final class HttpProbe {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private HttpProbe() {}

  /** Whether a GET answers 200 within two seconds. */
  static boolean isOk(URI address) {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException down) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
