package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;

/** Where a pod is in its life, told from its object alone: so a restart goes on where it was. */
enum Stage {
  /** Bound, and not seen by its kubelet yet. */
  NEW,
  /** Its containers are being created. */
  STARTING,
  /** They run and do not serve yet. */
  UNREADY,
  /** They serve. */
  READY,
  /** They have crashed and wait to be started again. */
  BACKING_OFF,
  /** They have been asked to end. */
  TERMINATING,
  /** They have ended for good. */
  FINISHED;

  static Stage of(Pod pod) {
    if (pod.isTerminating()) {
      return TERMINATING;
    }
    if (pod.isFinished()) {
      return FINISHED;
    }
    JsonNode status = pod.json().path("status");
    if (!status.has("startTime")) {
      return NEW;
    }
    if (!pod.phase().equals("Running")) {
      return STARTING;
    }
    for (JsonNode container : status.path("containerStatuses")) {
      if (container.path("state").has("waiting")) {
        return BACKING_OFF;
      }
    }
    return pod.isReady() ? READY : UNREADY;
  }
}
