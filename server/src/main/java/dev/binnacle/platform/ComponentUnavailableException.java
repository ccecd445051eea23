package dev.binnacle.platform;

/**
 * A component cannot be used for now, although it is not silent: it asks to be left alone, or what
 * is needed to speak with it is missing. The message says why.
 */
public final class ComponentUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** The reason in words, and what the operator can do. */
  public ComponentUnavailableException(String said, String remedy) {
    super(said);
    this.remedy = remedy;
  }

  /** What the operator can do. */
  String remedy() {
    return remedy;
  }
}
