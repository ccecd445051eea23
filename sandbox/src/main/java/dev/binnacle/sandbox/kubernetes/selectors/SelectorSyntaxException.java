package dev.binnacle.sandbox.kubernetes.selectors;

/** A selector that the API server refuses with 400; the message is the one that it gives. */
public final class SelectorSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SelectorSyntaxException(String message) {
    super(message);
  }
}
