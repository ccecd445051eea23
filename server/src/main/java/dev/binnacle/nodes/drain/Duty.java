package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a drain has to do with a pod, as far as the pod itself tells. The cases are kubectl's
 * (kubernetes staging/src/k8s.io/kubectl/pkg/drain/filters.go), without its trap that a later
 * filter's warning hides an earlier one: everything that has to be acknowledged is told.
 */
sealed interface Duty {

  /** Leave it alone. */
  record Skip(Kind kind, String reason) implements Duty {

    /** Why a pod is left alone. */
    enum Kind {
      DAEMON_SET,
      MIRROR,
      NOT_SELECTED
    }
  }

  /** Its deletion has begun: only wait for it. */
  record Await() implements Duty {}

  /** Evict it. */
  record Evict() implements Duty {}

  /** Do not touch it before the caller has said yes to all of these. */
  record Acknowledge(List<Acknowledgement> missing, String reason) implements Duty {

    public Acknowledge {
      missing = List.copyOf(missing);
    }
  }

  /**
   * The duty towards a pod.
   *
   * @param selected the pods that are meant
   */
  static Duty of(PodState pod, DrainWish wish, LabelSelector selected) {
    if (pod.mirror()) {
      return new Skip(Skip.Kind.MIRROR, "The kubelet runs it from a file: the API cannot stop it.");
    }
    if (pod.isDaemonSetPod() && !pod.isFinished()) {
      return new Skip(
          Skip.Kind.DAEMON_SET, "A DaemonSet would start it here again at once, cordon or not.");
    }
    if (!selected.matches(pod.labels())) {
      return new Skip(Skip.Kind.NOT_SELECTED, "podSelector does not select it.");
    }
    if (pod.isTerminating()) {
      return new Await();
    }
    return pod.isFinished() ? new Evict() : acknowledged(pod, wish);
  }

  private static Duty acknowledged(PodState pod, DrainWish wish) {
    var missing = new ArrayList<Acknowledgement>();
    var reasons = new ArrayList<String>();
    if (!pod.emptyDirectories().isEmpty() && !wish.deleteEmptyDirData()) {
      missing.add(Acknowledgement.DELETE_EMPTY_DIR_DATA);
      reasons.add("the data in its emptyDir volumes would be lost");
    }
    if (pod.controller().isEmpty() && !wish.deletePodsWithoutController()) {
      missing.add(Acknowledgement.DELETE_PODS_WITHOUT_CONTROLLER);
      reasons.add("it has no controller and would not come back");
    }
    return missing.isEmpty()
        ? new Evict()
        : new Acknowledge(missing, capitalized(String.join(", and ", reasons)) + ".");
  }

  private static String capitalized(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
