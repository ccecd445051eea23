package dev.binnacle.platform;

/** A component answered, but refused. The message is what it said. */
public final class ComponentRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A refusal in the component's own words. */
  public ComponentRefusedException(String said) {
    super(said);
  }
}
