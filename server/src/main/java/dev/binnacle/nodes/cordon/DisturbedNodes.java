package dev.binnacle.nodes.cordon;

import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.OperationState;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which nodes operations work on now, or are about to; those that wait for later do not count. */
public final class DisturbedNodes {

  private static final Set<OperationState> WAITING =
      Set.of(OperationState.SCHEDULED, OperationState.AWAITING_APPROVAL);

  private DisturbedNodes() {}

  /** Their names within the cluster. */
  public static Set<String> of(String cluster, OperationQueries operations) {
    return operations.activeOthers(Optional.empty()).stream()
        .filter(operation -> NodeTarget.isOn(cluster, operation))
        .filter(operation -> !WAITING.contains(operation.state()))
        .map(operation -> operation.target().name())
        .collect(Collectors.toUnmodifiableSet());
  }
}
