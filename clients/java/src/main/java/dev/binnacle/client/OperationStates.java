package dev.binnacle.client;

import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.OperationState;
import java.util.EnumSet;
import java.util.Set;

/** What the states of an operation mean. */
public final class OperationStates {
  private static final Set<OperationState> FINAL =
      EnumSet.of(
          OperationState.SUCCEEDED,
          OperationState.FAILED,
          OperationState.CANCELLED,
          OperationState.REJECTED,
          OperationState.TIMED_OUT);

  private OperationStates() {}

  /** Whether nothing will happen any more unless somebody retries the operation. */
  public static boolean isFinal(OperationState state) {
    return FINAL.contains(state);
  }

  /**
   * The operation, if it has succeeded.
   *
   * @throws OperationFailedException for every other state; it says why
   */
  public static Operation requireSuccess(Operation operation) {
    if (operation.getState() != OperationState.SUCCEEDED) {
      throw new OperationFailedException(operation);
    }
    return operation;
  }
}
