package dev.binnacle.sandbox.kubernetes;

import java.time.Duration;

/**
 * How fast things happen in a simulated cluster.
 *
 * @param containerStart from the scheduling of a pod to its first container running
 * @param termination from the deletion of a pod to its end, unless its grace ends first
 * @param resync how often controllers and kubelets look at everything again
 * @param speed how many times shorter than in a real cluster the other delays are: the heartbeats
 *     of the nodes and the grace they have, back-offs, the quarantine of missing nodes
 */
public record Pace(Duration containerStart, Duration termination, Duration resync, double speed) {
  public Pace {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("Time does not stand still");
    }
  }

  /** Fast enough to wait for. */
  public static Pace brisk() {
    return new Pace(Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofSeconds(10), 5);
  }

  /** As a cluster with the defaults of v1.33 does it. */
  public static Pace real() {
    return new Pace(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(60), 1);
  }

  /** How long a delay of a real cluster is here. */
  public Duration scaled(Duration real) {
    return Duration.ofNanos(Math.round(real.toNanos() / speed));
  }

  public Pace withContainerStart(Duration delay) {
    return new Pace(delay, termination, resync, speed);
  }

  public Pace withTermination(Duration delay) {
    return new Pace(containerStart, delay, resync, speed);
  }

  public Pace withSpeed(double factor) {
    return new Pace(containerStart, termination, resync, factor);
  }
}
