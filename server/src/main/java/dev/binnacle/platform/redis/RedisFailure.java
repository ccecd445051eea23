package dev.binnacle.platform.redis;

import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.ComponentUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Tells apart a node that is away from one that refuses. Pure. */
final class RedisFailure {

  /** First words of errors that go away by themselves, as redis.io/docs lists them. */
  private static final Set<String> FOR_NOW =
      Set.of("LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY");

  private static final Set<String> NOT_PERMITTED = Set.of("NOAUTH", "WRONGPASS", "NOPERM");

  private RedisFailure() {}

  /** The exception that says the same to a component edge. */
  static Exception translate(JedisException failure) {
    if (failure instanceof JedisDataException refusal) {
      return refusal(refusal.getMessage());
    }
    return silence(failure)
        .orElseGet(() ->
            failure instanceof JedisConnectionException
                ? new IOException(failure.getMessage(), failure)
                : new ComponentRefusedException(String.valueOf(failure.getMessage())));
  }

  /** The exception for an error that the node answered. */
  static RuntimeException refusal(String said) {
    var first = said.split(" ", 2)[0];
    if (FOR_NOW.contains(first)) {
      return new ComponentUnavailableException(
          said, "Wait until the node has loaded its data or the cluster is up; then try again.");
    }
    return NOT_PERMITTED.contains(first)
        ? new ComponentRefusedException(
            said,
            "Check the user and the password in the platform description, and the user's ACL.")
        : new ComponentRefusedException(said);
  }

  /** A handshake that fails says more than that nobody is there. */
  private static Exception distrust(SSLException failure) {
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new ComponentUnavailableException(
        "TLS failed: " + reason.getMessage(),
        "Check the node's certificate, how long it is valid and for which host, and the authorities"
            + " and the client certificate in the platform description.");
  }

  /** The driver wraps causes, and hides those of a failed connect among the suppressed ones. */
  private static Optional<Exception> silence(Throwable failure) {
    if (failure instanceof SSLException cause) {
      return Optional.of(distrust(cause));
    }
    if (failure instanceof IOException cause) {
      return Optional.of(cause);
    }
    return Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
        .flatMap(cause -> silence(cause).stream())
        .findFirst();
  }
}
