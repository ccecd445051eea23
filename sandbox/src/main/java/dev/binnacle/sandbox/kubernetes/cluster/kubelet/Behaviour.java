package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.Pace;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import java.time.Duration;
import java.util.Optional;

/**
 * How the programs in a pod behave: as its annotations say, as its images are named, or as anything
 * does.
 */
final class Behaviour {
  /** An ISO 8601 duration or "12s": how long the containers take to end. */
  static final String TERMINATION = "simulator.binnacle.dev/termination";

  /** How long the containers run before they end by themselves. */
  static final String RUNS_FOR = "simulator.binnacle.dev/runs-for";

  /** With what they end then. */
  static final String EXIT_CODE = "simulator.binnacle.dev/exit-code";

  /** How long it takes until running containers are ready, whatever their probes say. */
  static final String READY_AFTER = "simulator.binnacle.dev/ready-after";

  private static final Duration USUAL_RUN = Duration.ofSeconds(30);
  private static final Duration CRASH_AFTER = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  private final Pace pace;
  private final Troubles troubles;

  Behaviour(Pace pace, Troubles troubles) {
    this.pace = pace;
    this.troubles = troubles;
  }

  /** The first image of the pod that cannot be pulled. */
  Optional<String> missingImage(Pod pod) {
    for (JsonNode container : pod.spec().path("containers")) {
      String image = container.path("image").asText();
      if (image.contains("does-not-exist") || troubles.isImageMissing(image)) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  /** How long the containers run until they end by themselves; empty when they run forever. */
  Optional<Duration> run(Pod pod) {
    if (crashes(pod)) {
      return Optional.of(annotated(pod, RUNS_FOR).orElse(CRASH_AFTER));
    }
    return pod.restartPolicy().equals("Always")
        ? annotated(pod, RUNS_FOR)
        : Optional.of(annotated(pod, RUNS_FOR).orElse(USUAL_RUN));
  }

  int exitCode(Pod pod) {
    return pod.meta().annotation(EXIT_CODE).map(Integer::parseInt).orElse(crashes(pod) ? 1 : 0);
  }

  /** A program that ends by itself has no handler for the signal; a service ends cleanly. */
  int exitCodeWhenAsked(Pod pod) {
    return pod.restartPolicy().equals("Always") ? 0 : 143;
  }

  /** How long it takes from running to ready. */
  Duration readiness(Pod pod) {
    Optional<Duration> annotated = annotated(pod, READY_AFTER);
    if (annotated.isPresent()) {
      return annotated.get();
    }
    Duration longest = Duration.ZERO;
    for (JsonNode container : pod.spec().path("containers")) {
      JsonNode probe = container.path("readinessProbe");
      if (probe.isObject()) {
        Duration delay = Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(1));
        longest = delay.compareTo(longest) > 0 ? delay : longest;
      }
    }
    return longest.compareTo(pace.containerStart()) < 0 ? longest : pace.containerStart();
  }

  /** How long the containers take when they are asked to end, before they are killed. */
  Duration termination(Pod pod) {
    Duration wanted =
        troubles.termination(pod).or(() -> annotated(pod, TERMINATION)).orElse(pace.termination());
    return isKilled(pod, wanted) ? pod.grace() : wanted;
  }

  /** Whether the grace ends before the containers do. */
  boolean isKilled(Pod pod) {
    return isKilled(
        pod, troubles.termination(pod).or(() -> annotated(pod, TERMINATION)).orElse(Duration.ZERO));
  }

  private static boolean isKilled(Pod pod, Duration wanted) {
    return wanted.compareTo(pod.grace()) > 0;
  }

  /** Ten seconds, doubled by each restart, at most five minutes, as kubelets do. */
  Duration backoff(int restarts) {
    Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(restarts, 6));
    return pace.scaled(backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF);
  }

  private static boolean crashes(Pod pod) {
    for (JsonNode container : pod.spec().path("containers")) {
      if (container.path("image").asText().contains("crash")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Duration> annotated(Pod pod, String key) {
    return pod.meta()
        .annotation(key)
        .map(text -> Duration.parse(text.startsWith("P") ? text : "PT" + text.toUpperCase()));
  }
}
