package dev.binnacle.client;

import dev.binnacle.client.ConnectionException.Failure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says in words what the HTTP client of the JDK says in exceptions. */
final class ConnectionFailures {
  private ConnectionFailures() {}

  static ConnectionException of(HttpRequest request, Throwable cause) {
    var failure = failure(cause);
    var key = request.headers().firstValue(Headers.IDEMPOTENCY_KEY);
    return new ConnectionException(
        failure, sentence(failure, request, cause) + next(failure, request, key), key, cause);
  }

  private static Failure failure(Throwable cause) {
    if (has(cause, HttpConnectTimeoutException.class)) {
      return Failure.CONNECT_TIMEOUT;
    }
    if (has(cause, HttpTimeoutException.class)) {
      return Failure.ANSWER_TIMEOUT;
    }
    if (has(cause, UnresolvedAddressException.class) || has(cause, UnknownHostException.class)) {
      return Failure.UNKNOWN_HOST;
    }
    if (has(cause, ConnectException.class)) {
      return Failure.REFUSED;
    }
    if (has(cause, SSLException.class)) {
      return has(cause, EOFException.class) ? Failure.BROKEN_EARLY : Failure.TLS;
    }
    return Failure.BROKEN;
  }

  private static boolean has(Throwable cause, Class<? extends Throwable> type) {
    return Stream.iterate(cause, Throwable::getCause)
        .takeWhile(link -> link != null)
        .anyMatch(type::isInstance);
  }

  private static String sentence(Failure failure, HttpRequest request, Throwable cause) {
    var server = server(request.uri());
    return switch (failure) {
      case UNKNOWN_HOST ->
          "There is no host \"%s\". Is the address of the server spelled right?"
              .formatted(request.uri().getHost());
      case REFUSED ->
          "Nothing listens at %s. Does the server run, and is the port right?".formatted(server);
      case CONNECT_TIMEOUT ->
          "%s did not accept a connection in time. Is a firewall in between%s?"
              .formatted(server, server.startsWith("https") ? ", or does it speak plain HTTP" : "");
      case TLS ->
          ("No secure connection to %s: %s. If its certificate is of a CA of your own, give"
                  + " the builder of the client an HttpClient.Builder with an SSLContext that trusts"
                  + " it; if the server speaks plain HTTP, write http://.")
              .formatted(server, cause.getMessage());
      case BROKEN_EARLY -> "%s ended the connection before TLS was agreed on.".formatted(server);
      case ANSWER_TIMEOUT ->
          "%s did not answer within %s."
              .formatted(server, request.timeout().map(Words::of).orElse("the time allowed"));
      case BROKEN ->
          "%s ended the connection before its answer was whole (%s)."
              .formatted(server, cause.getMessage());
    };
  }

  private static String next(Failure failure, HttpRequest request, Optional<String> key) {
    if (failure != Failure.BROKEN && failure != Failure.ANSWER_TIMEOUT) {
      return "";
    }
    if (Repetition.of(request) == Repetition.SAFE) {
      return " Nothing was changed: repeat it.";
    }
    return key.map(known ->
            " It may have done what was asked. To learn that, repeat the same request with the"
                + " idempotency key %s: nothing happens twice.".formatted(known))
        .orElse(" It may have done what was asked: look before you repeat it.");
  }

  private static String server(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port;
  }
}
