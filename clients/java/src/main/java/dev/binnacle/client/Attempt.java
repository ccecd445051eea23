package dev.binnacle.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer. The timeout of the request is that of the whole answer, not only of
 * its head; interrupting the thread ends the exchange.
 */
final class Attempt {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final HttpClient http;

  Attempt(HttpClient http) {
    this.http = http;
  }

  /**
   * Blocks until the whole answer is there, at most for the timeout of the request.
   *
   * @throws ConnectionException when it does not come
   * @throws CallInterruptedException when the thread is interrupted
   */
  HttpResponse<byte[]> send(HttpRequest request) {
    return send(request, BodyHandlers.ofByteArray(), request.timeout().orElse(LONGEST));
  }

  /** Blocks until the handler has what it calls a body, at most that long. */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration atMost) {
    var answer = http.sendAsync(request, handler);
    try {
      return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw ConnectionFailures.of(request, new HttpTimeoutException("no whole answer"));
    } catch (InterruptedException interrupt) {
      answer.cancel(true);
      throw CallInterruptedException.in(interrupt);
    } catch (ExecutionException failed) {
      throw ConnectionFailures.of(request, failed.getCause());
    }
  }
}
