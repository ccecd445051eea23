package dev.binnacle.client;

/**
 * A call that did not succeed. The message is a sentence for a person and says what to do next; the
 * subclasses tell programs what happened. None has to be caught.
 */
public abstract class BinnacleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BinnacleException(String message) {
    super(message);
  }

  BinnacleException(String message, Throwable cause) {
    super(message, cause);
  }
}
