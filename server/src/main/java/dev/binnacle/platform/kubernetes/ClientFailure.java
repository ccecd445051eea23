package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Finds what really went wrong in what the library throws. Pure. */
final class ClientFailure {

  private ClientFailure() {}

  /** The exception that says it to the edge. */
  static Exception of(Permission asked, Exception thrown) {
    if (thrown instanceof KubernetesClientException answered && answered.getCode() > 0) {
      var status =
          Optional.ofNullable(answered.getStatus())
              .orElseGet(() -> new StatusBuilder().withMessage(answered.getMessage()).build());
      return ApiRefusal.of(asked, ApiReply.of(answered.getCode(), status));
    }
    return cause(thrown).orElse(thrown);
  }

  /** Where it began. */
  static Throwable root(Throwable thrown) {
    var root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The library wraps and copies what the network threw; the most telling of the chain counts. */
  private static Optional<Exception> cause(Throwable thrown) {
    Optional<Exception> found = Optional.empty();
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SSLException tls -> {
          return Optional.of(TlsFailure.inWords(tls));
        }
        case ConnectException refused -> {
          return Optional.of(refused);
        }
        case UnknownHostException unknown -> {
          return Optional.of(unknown);
        }
        case HttpTimeoutException late -> {
          return Optional.of(late);
        }
        case TimeoutException late -> {
          return Optional.of(late);
        }
        case InterruptedIOException stopped -> {
          return Optional.of(new InterruptedException());
        }
        case InterruptedException stopped -> {
          return Optional.of(stopped);
        }
        case IOException broken -> found = Optional.of(broken);
        case ExecutionException wrapped -> {}
        case CompletionException wrapped -> {}
        default -> {}
      }
    }
    return found;
  }
}
