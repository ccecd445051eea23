package dev.binnacle.sandbox.kubernetes.cluster;

import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The injected faults, as nodes and pods meet them. */
final class FaultTroubles implements Troubles {
  private final Faults faults;
  private final AtomicInteger changes = new AtomicInteger();

  FaultTroubles(Faults faults) {
    this.faults = faults;
    faults.onChange(changes::incrementAndGet);
  }

  @Override
  public boolean isDead(String node) {
    return faults.nodeDead(node);
  }

  @Override
  public boolean isNeverReady(Pod pod) {
    return faults.podNeverReady(pod.json());
  }

  @Override
  public boolean isImageMissing(String image) {
    return faults.imagePullFails(image);
  }

  @Override
  public Optional<Duration> termination(Pod pod) {
    return faults.slowTermination(pod.json());
  }

  @Override
  public boolean isStuck(Pod pod) {
    return faults.stuckTermination(pod.json());
  }

  @Override
  public boolean areBudgetsUnobserved() {
    return faults.evictionUnobserved();
  }

  @Override
  public boolean areMetricsUnavailable() {
    return faults.metricsUnavailable();
  }

  @Override
  public boolean areStatsUnavailable(String node) {
    return faults.statsUnavailable(node);
  }

  @Override
  public Object state() {
    return changes.get();
  }
}
