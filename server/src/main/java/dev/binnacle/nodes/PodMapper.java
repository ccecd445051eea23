package dev.binnacle.nodes;

import dev.binnacle.api.model.NodePod;
import dev.binnacle.api.model.PodBudget;
import dev.binnacle.api.model.PodController;
import dev.binnacle.api.model.PodEmptyDirectory;
import dev.binnacle.api.model.PodPhase;
import dev.binnacle.nodes.NodeInventory.PodView;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import java.time.ZoneOffset;

/** Turns what is seen of pods into the contract's shapes. */
final class PodMapper {

  private PodMapper() {}

  static NodePod toApi(PodView view) {
    var pod = view.pod();
    return new NodePod()
        .namespace(pod.reference().namespace())
        .name(pod.reference().name())
        .uid(pod.reference().uid())
        .phase(PodPhase.fromString(pod.phase().name()))
        .reason(pod.reason().isEmpty() ? null : pod.reason())
        .ready(pod.ready())
        .terminatingUntil(
            pod.deletionTimestamp().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
        .controller(
            pod.controller()
                .map(owner ->
                    new PodController()
                        .apiVersion(owner.apiVersion())
                        .kind(owner.kind())
                        .name(owner.name()))
                .orElse(null))
        .daemonSet(pod.isDaemonSetPod())
        .mirror(pod.mirror())
        .emptyDirectories(
            pod.emptyDirectories().stream()
                .map(volume ->
                    new PodEmptyDirectory().name(volume.name()).inMemory(volume.inMemory()))
                .toList())
        .restarts(pod.restarts())
        .priorityClass(pod.priorityClass().orElse(null))
        .cpuMillis(pod.requests().cpuMillis())
        .memoryBytes(pod.requests().memoryBytes())
        .budgets(view.budgets().stream().map(PodMapper::toApi).toList())
        .createdAt(pod.createdAt().atOffset(ZoneOffset.UTC));
  }

  private static PodBudget toApi(DisruptionBudget budget) {
    return new PodBudget()
        .namespace(budget.namespace())
        .name(budget.name())
        .minAvailable(budget.minAvailable().orElse(null))
        .maxUnavailable(budget.maxUnavailable().orElse(null))
        .currentHealthy(budget.currentHealthy())
        .desiredHealthy(budget.desiredHealthy())
        .expectedPods(budget.expectedPods())
        .disruptionsAllowed(budget.disruptionsAllowed())
        .neverAllows(budget.neverAllows());
  }
}
