package dev.binnacle.client;

import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.Problem;
import java.util.Optional;

/** An operation ended, but not with success. */
public final class OperationFailedException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  private final transient Operation operation;

  OperationFailedException(Operation operation) {
    super(sentence(operation));
    this.operation = operation;
  }

  /** The operation with its steps, and with its error if it has one. */
  public Operation operation() {
    return operation;
  }

  /** Why it failed; empty when somebody cancelled or rejected it. */
  public Optional<Problem> problem() {
    return Optional.ofNullable(operation.getError());
  }

  private static String sentence(Operation operation) {
    var end = "Operation %s is %s".formatted(operation.getId(), operation.getState());
    var error = operation.getError();
    if (error == null) {
      return end + ".";
    }
    var why = error.getDetail() == null ? error.getTitle() : error.getDetail();
    return end + ": " + why + (error.getRemedy() == null ? "" : " " + error.getRemedy());
  }
}
