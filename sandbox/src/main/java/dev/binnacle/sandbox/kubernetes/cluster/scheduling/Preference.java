package dev.binnacle.sandbox.kubernetes.cluster.scheduling;

import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.util.Optional;

/** A wish for the node of a pod, followed when the node will do. */
public interface Preference {
  Optional<String> node(Pod pod);

  /** No wish for any pod. */
  static Preference none() {
    return pod -> Optional.empty();
  }
}
