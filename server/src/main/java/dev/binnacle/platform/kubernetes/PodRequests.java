package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.Optional;

/**
 * What the scheduler reckons with for a pod (kubernetes
 * staging/src/k8s.io/component-helpers/resource/helpers.go, PodRequests). Pure.
 */
final class PodRequests {

  private PodRequests() {}

  /**
   * The containers and the sidecars together, or the largest moment of the start if that is more:
   * each init container runs beside the sidecars before it. What the pod asks for as a whole goes
   * before that, and what its runtime needs comes on top.
   */
  static ResourceRequests of(PodSpec spec) {
    var running = ResourceRequests.NONE;
    for (var container : spec.getContainers()) {
      running = running.plus(requests(container));
    }
    var sidecars = ResourceRequests.NONE;
    var starting = ResourceRequests.NONE;
    for (var container : spec.getInitContainers()) {
      var wanted = requests(container);
      if ("Always".equals(container.getRestartPolicy())) {
        running = running.plus(wanted);
        sidecars = sidecars.plus(wanted);
        starting = starting.largest(sidecars);
      } else {
        starting = starting.largest(sidecars.plus(wanted));
      }
    }
    return asAWhole(spec, running.largest(starting)).plus(requests(spec.getOverhead()));
  }

  private static ResourceRequests asAWhole(PodSpec spec, ResourceRequests ofContainers) {
    var wanted =
        Optional.ofNullable(spec.getResources())
            .map(ResourceRequirements::getRequests)
            .orElse(Map.of());
    var whole = requests(wanted);
    return new ResourceRequests(
        wanted.containsKey("cpu") ? whole.cpuMillis() : ofContainers.cpuMillis(),
        wanted.containsKey("memory") ? whole.memoryBytes() : ofContainers.memoryBytes(),
        ofContainers.ephemeralStorageBytes());
  }

  private static ResourceRequests requests(Container container) {
    return Optional.ofNullable(container.getResources())
        .map(ResourceRequirements::getRequests)
        .map(PodRequests::requests)
        .orElse(ResourceRequests.NONE);
  }

  private static ResourceRequests requests(Map<String, Quantity> quantities) {
    return new ResourceRequests(
        Quantities.millis(quantities, "cpu"),
        Quantities.whole(quantities, "memory"),
        Quantities.whole(quantities, "ephemeral-storage"));
  }
}
