package dev.binnacle.platform;

import java.util.Optional;

/** A component answered, but refused. The message is what it said. */
public final class ComponentRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<String> remedy;

  /** A refusal in the component's own words. */
  public ComponentRefusedException(String said) {
    super(said);
    this.remedy = Optional.empty();
  }

  /** A refusal about which it is known what helps. */
  public ComponentRefusedException(String said, String remedy) {
    super(said);
    this.remedy = Optional.of(remedy);
  }

  /** What the operator can do, when this refusal tells; otherwise the usual advice holds. */
  Optional<String> remedy() {
    return remedy;
  }
}
