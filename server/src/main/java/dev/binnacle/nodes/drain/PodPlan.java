package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EmptyDirectory;
import dev.binnacle.platform.kubernetes.PodState;
import java.util.List;
import java.util.Optional;

/** What a drain would do with one pod, and why: the contract's {@code DrainPod}. */
record PodPlan(
    String namespace,
    String name,
    String uid,
    Outcome outcome,
    String reason,
    List<Acknowledgement> acknowledgements,
    Optional<Controller> controller,
    List<EmptyDirectory> emptyDirectories,
    List<Budget> budgets) {

  PodPlan {
    acknowledgements = List.copyOf(acknowledgements);
    emptyDirectories = List.copyOf(emptyDirectories);
    budgets = List.copyOf(budgets);
  }

  /** What would happen to the pod now. */
  enum Outcome {
    EVICT,
    BLOCKED_BY_BUDGET,
    CAN_NEVER_SUCCEED,
    NEEDS_ACKNOWLEDGEMENT,
    SKIP_DAEMON_SET,
    SKIP_MIRROR,
    SKIP_NOT_SELECTED,
    ALREADY_TERMINATING;

    boolean isSkip() {
      return this == SKIP_DAEMON_SET || this == SKIP_MIRROR || this == SKIP_NOT_SELECTED;
    }

    boolean isHeld() {
      return this == BLOCKED_BY_BUDGET
          || this == CAN_NEVER_SUCCEED
          || this == NEEDS_ACKNOWLEDGEMENT;
    }
  }

  /** What made the pod. */
  record Controller(String apiVersion, String kind, String name) {}

  /** A budget that protects the pod, with its figures. */
  record Budget(
      String namespace,
      String name,
      Optional<String> minAvailable,
      Optional<String> maxUnavailable,
      int currentHealthy,
      int desiredHealthy,
      int expectedPods,
      int disruptionsAllowed,
      boolean neverAllows) {

    static Budget of(DisruptionBudget budget) {
      return new Budget(
          budget.namespace(),
          budget.name(),
          budget.minAvailable(),
          budget.maxUnavailable(),
          budget.currentHealthy(),
          budget.desiredHealthy(),
          budget.expectedPods(),
          budget.disruptionsAllowed(),
          budget.neverAllows());
    }
  }

  static PodPlan of(
      PodState pod,
      List<DisruptionBudget> budgets,
      Outcome outcome,
      String reason,
      List<Acknowledgement> acknowledgements) {
    return new PodPlan(
        pod.reference().namespace(),
        pod.reference().name(),
        pod.reference().uid(),
        outcome,
        reason,
        acknowledgements,
        pod.controller().map(made -> new Controller(made.apiVersion(), made.kind(), made.name())),
        pod.emptyDirectories(),
        budgets.stream().map(Budget::of).toList());
  }

  /** The pod as people write it. */
  String words() {
    return namespace + "/" + name;
  }
}
