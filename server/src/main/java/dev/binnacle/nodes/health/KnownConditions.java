package dev.binnacle.nodes.health;

import dev.binnacle.health.Severity;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import dev.binnacle.platform.kubernetes.NodeCondition;
import java.util.Map;
import java.util.Optional;

/**
 * Which status of a node's condition is the good one. The types are those of kubernetes
 * pkg/kubelet/nodestatus/setters.go, of RKE2's etcd (k3s pkg/etcd/etcd.go: EtcdIsVoter, whose
 * polarity is that of Ready), and of the node problem detector (config/kernel-monitor.json).
 */
public final class KnownConditions {

  /** The condition that says whether the node takes pods. */
  public static final String READY = "Ready";

  /** The condition that says whether the node's etcd votes. */
  public static final String ETCD_IS_VOTER = "EtcdIsVoter";

  private record Known(ConditionStatus good, String code, Severity severity, String words) {}

  private static final Map<String, Known> KNOWN =
      Map.of(
          READY,
          new Known(ConditionStatus.TRUE, "NOT_READY", Severity.CRITICAL, "is not ready"),
          ETCD_IS_VOTER,
          new Known(
              ConditionStatus.TRUE,
              "ETCD_NOT_VOTER",
              Severity.WARNING,
              "has an etcd that does not vote"),
          "MemoryPressure",
          pressure("MEMORY_PRESSURE", "is short of memory"),
          "DiskPressure",
          pressure("DISK_PRESSURE", "is short of disk space"),
          "PIDPressure",
          pressure("PID_PRESSURE", "is short of process ids"),
          "NetworkUnavailable",
          new Known(
              ConditionStatus.FALSE,
              "NETWORK_UNAVAILABLE",
              Severity.CRITICAL,
              "has no pod network"),
          "KernelDeadlock",
          pressure("KERNEL_DEADLOCK", "has a deadlock in its kernel"),
          "ReadonlyFilesystem",
          pressure("READ_ONLY_FILESYSTEM", "has a read-only file system"));

  private static Known pressure(String code, String words) {
    return new Known(ConditionStatus.FALSE, code, Severity.WARNING, words);
  }

  /** What an unfavourable condition means. */
  record Finding(String code, Severity severity, String words) {}

  private KnownConditions() {}

  /** Whether the condition is as it should be; empty for a type that is not known. */
  public static Optional<Boolean> favourable(NodeCondition condition) {
    return Optional.ofNullable(KNOWN.get(condition.type()))
        .map(known -> known.good() == condition.status());
  }

  /** What is wrong; empty when nothing is, or when nobody can tell. */
  static Optional<Finding> finding(NodeCondition condition) {
    return Optional.ofNullable(KNOWN.get(condition.type()))
        .filter(known -> known.good() != condition.status())
        .map(known ->
            new Finding(
                known.code(),
                known.severity(),
                condition.status() == ConditionStatus.UNKNOWN
                    ? "does not tell whether it " + known.words()
                    : known.words()));
  }
}
