package dev.binnacle.nodes.health;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.nodes.cordon.CordonNote;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeCondition;
import dev.binnacle.platform.kubernetes.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides how a node is. */
public final class NodeHealth {

  private NodeHealth() {}

  /**
   * The verdict on a node.
   *
   * @param pods how many pods hold a place on it; empty when nobody knows
   * @param stale why what is known of it is old; empty when it is not
   */
  public static Health of(NodeState node, OptionalInt pods, Optional<String> stale) {
    var reasons = new ArrayList<Reason>();
    if (node.ready().status() == ConditionStatus.UNKNOWN) {
      reasons.add(unreachable(node.ready()));
    } else {
      reasons.addAll(conditions(node));
    }
    if (node.unschedulable()) {
      reasons.add(cordoned(node));
    }
    if (node.allocatable().pods() > 0 && pods.orElse(0) >= node.allocatable().pods()) {
      reasons.add(
          Reason.of(
              "NO_ROOM_FOR_PODS",
              Severity.WARNING,
              "It has all the " + node.allocatable().pods() + " pods that it takes."));
    }
    stale.ifPresent(why ->
        reasons.add(
            Reason.of(
                "ANSWER_IS_OLD", Severity.WARNING, "This is the last that is known: " + why)));
    return Health.of(reasons);
  }

  /** When the kubelet is silent, all its conditions are unknown for that one reason. */
  private static Reason unreachable(NodeCondition ready) {
    return Reason.of(
        "KUBELET_SILENT",
        Severity.CRITICAL,
        "Its kubelet has not been heard" + since(ready) + ". " + ready.message());
  }

  private static List<Reason> conditions(NodeState node) {
    var reasons = new ArrayList<Reason>();
    node.conditions()
        .forEach(condition ->
            KnownConditions.finding(condition)
                .ifPresent(finding ->
                    reasons.add(
                        Reason.of(
                            finding.code(),
                            finding.severity(),
                            "It "
                                + finding.words()
                                + since(condition)
                                + ". "
                                + condition.message()))));
    return reasons;
  }

  private static String since(NodeCondition condition) {
    return condition.since().map(at -> " since " + at).orElse("");
  }

  private static Reason cordoned(NodeState node) {
    return Reason.of(
        "CORDONED",
        Severity.INFO,
        CordonNote.on(node)
            .map(note ->
                note.by() + " cordoned it, \"" + note.reason() + "\": no new pod is placed on it.")
            .orElse("It is cordoned: no new pod is placed on it."));
  }
}
