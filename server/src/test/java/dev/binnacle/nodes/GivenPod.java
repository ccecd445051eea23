package dev.binnacle.nodes;

import dev.binnacle.platform.kubernetes.PodPhase;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.platform.kubernetes.ResourceRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods for tests of sums. */
final class GivenPod {

  private GivenPod() {}

  /** A pod of that phase, on that node unless it is empty, that requests that much. */
  static PodState of(String node, PodPhase phase, long cpuMillis, long memoryBytes) {
    return new PodState(
        new PodReference("shop", "pod-" + node, "uid"),
        Optional.of(node).filter(name -> !name.isEmpty()),
        phase,
        true,
        "",
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        Map.of(),
        new ResourceRequests(cpuMillis, memoryBytes, 0),
        Optional.empty(),
        Duration.ofSeconds(30),
        GivenNode.BORN);
  }
}
