package dev.binnacle.client;

import java.util.Optional;

/** There was no answer, or not the whole of it. */
public final class ConnectionException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  /** What went wrong with the connection. */
  public enum Failure {
    /** The name of the host is not known. */
    UNKNOWN_HOST(false),
    /** Nothing listens there, or the way there is closed. */
    REFUSED(false),
    /** The connection was not accepted in time. */
    CONNECT_TIMEOUT(false),
    /** The certificate is not trusted, or the other side speaks no TLS. */
    TLS(false),
    /** The connection ended before TLS was agreed on. */
    BROKEN_EARLY(false),
    /** The answer was not there in time. */
    ANSWER_TIMEOUT(true),
    /** The connection ended before the answer was whole. */
    BROKEN(true);

    private final boolean sent;

    Failure(boolean sent) {
      this.sent = sent;
    }
  }

  private final Failure failure;
  private final String idempotencyKey;

  ConnectionException(
      Failure failure, String message, Optional<String> idempotencyKey, Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.idempotencyKey = idempotencyKey.orElse(null);
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }

  /** Whether the server may have received the request, and have done what it asks for. */
  public boolean mayHaveArrived() {
    return failure.sent;
  }

  /**
   * The idempotency key that the request had. To learn how it ended, send the same request with
   * this key: nothing happens twice.
   */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }
}
