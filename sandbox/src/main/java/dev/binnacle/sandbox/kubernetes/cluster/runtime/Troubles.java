package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import java.time.Duration;
import java.util.Optional;

/** What goes wrong on nodes and in pods at present. Thread-safe. */
public interface Troubles {
  /** The machine does not answer: nothing on it moves, its kubelet reports nothing. */
  boolean isDead(String node);

  /** The readiness probes of this pod fail. */
  boolean isNeverReady(Pod pod);

  /** No registry has this image. */
  boolean isImageMissing(String image);

  /** How long the containers of this pod take to end, when that is not as usual. */
  Optional<Duration> termination(Pod pod);

  /** The containers of this pod cannot be ended, not even by force. */
  boolean isStuck(Pod pod);

  /** The disruption controller lags behind and has not seen any budget as it is. */
  boolean areBudgetsUnobserved();

  /** The metrics API answers nothing. */
  boolean areMetricsUnavailable();

  /** This kubelet serves no statistics. */
  boolean areStatsUnavailable(String node);

  /** Something that equals its earlier self as long as no trouble has come or gone. */
  Object state();

  /** Nothing goes wrong. */
  static Troubles none() {
    return new Troubles() {
      @Override
      public boolean isDead(String node) {
        return false;
      }

      @Override
      public boolean isNeverReady(Pod pod) {
        return false;
      }

      @Override
      public boolean isImageMissing(String image) {
        return false;
      }

      @Override
      public Optional<Duration> termination(Pod pod) {
        return Optional.empty();
      }

      @Override
      public boolean isStuck(Pod pod) {
        return false;
      }

      @Override
      public boolean areBudgetsUnobserved() {
        return false;
      }

      @Override
      public boolean areMetricsUnavailable() {
        return false;
      }

      @Override
      public boolean areStatsUnavailable(String node) {
        return false;
      }

      @Override
      public Object state() {
        return "none";
      }
    };
  }
}
