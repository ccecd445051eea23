package dev.binnacle.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Every procedure that this server can run, by kind. */
@ApplicationScoped
public class Procedures {

  private final Instance<Procedure<?, ?>> procedures;

  /** Required by CDI. */
  protected Procedures() {
    this(null);
  }

  /** The procedures found through CDI. */
  @Inject
  public Procedures(@Any Instance<Procedure<?, ?>> procedures) {
    this.procedures = procedures;
  }

  /**
   * The procedure of that kind.
   *
   * @throws IllegalStateException when this version of the server does not have it
   */
  public Procedure<?, ?> find(String kind) {
    return procedures.stream()
        .filter(procedure -> procedure.profile().kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no procedure of kind " + kind));
  }
}
