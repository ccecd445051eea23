package dev.binnacle.sandbox.kubernetes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/**
 * Something that is wrong with a cluster. As JSON, its {@code fault} is the name of the record:
 * {@code {"fault":"NodeDead","node":"worker-1"}}; durations are ISO 8601.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fault")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fault.NodeDead.class, name = "NodeDead"),
  @JsonSubTypes.Type(value = Fault.PodNeverReady.class, name = "PodNeverReady"),
  @JsonSubTypes.Type(value = Fault.ImagePullFailure.class, name = "ImagePullFailure"),
  @JsonSubTypes.Type(value = Fault.SlowTermination.class, name = "SlowTermination"),
  @JsonSubTypes.Type(value = Fault.StuckTermination.class, name = "StuckTermination"),
  @JsonSubTypes.Type(value = Fault.ApiServerDown.class, name = "ApiServerDown"),
  @JsonSubTypes.Type(value = Fault.ApiServerSlow.class, name = "ApiServerSlow"),
  @JsonSubTypes.Type(value = Fault.Throttled.class, name = "Throttled"),
  @JsonSubTypes.Type(value = Fault.CertificateExpired.class, name = "CertificateExpired"),
  @JsonSubTypes.Type(value = Fault.ServerError.class, name = "ServerError"),
  @JsonSubTypes.Type(value = Fault.WatchSilent.class, name = "WatchSilent"),
  @JsonSubTypes.Type(value = Fault.WatchExpired.class, name = "WatchExpired"),
  @JsonSubTypes.Type(value = Fault.MetricsUnavailable.class, name = "MetricsUnavailable"),
  @JsonSubTypes.Type(value = Fault.StatsUnavailable.class, name = "StatsUnavailable"),
  @JsonSubTypes.Type(value = Fault.EvictionUnobserved.class, name = "EvictionUnobserved")
})
public sealed interface Fault {
  /** A node stops: no heartbeats, no kubelet, its pods do nothing any more. */
  record NodeDead(String node) implements Fault {}

  /** Pods run, but their readiness probes fail. */
  record PodNeverReady(PodSelection pods) implements Fault {}

  /** An image cannot be pulled. */
  record ImagePullFailure(String image) implements Fault {}

  /** Pods take this long to end. */
  record SlowTermination(PodSelection pods, Duration time) implements Fault {}

  /** Pods never end. */
  record StuckTermination(PodSelection pods) implements Fault {}

  /** The API server takes no connections and drops those it has. */
  record ApiServerDown() implements Fault {}

  /** The API server lets every request wait. */
  record ApiServerSlow(Duration delay) implements Fault {}

  /** API priority and fairness turns every request away with 429. */
  record Throttled(Duration retryAfter) implements Fault {}

  /** New connections meet a server certificate of the past. */
  record CertificateExpired() implements Fault {}

  /**
   * Requests to some paths fail.
   *
   * @param path a regular expression for the whole path
   */
  record ServerError(String path, int status) implements Fault {}

  /** Watches stay open and say nothing, not even bookmarks. */
  record WatchSilent() implements Fault {}

  /** Every resource version is too old to watch from. */
  record WatchExpired() implements Fault {}

  /** The metrics API service does not answer. */
  record MetricsUnavailable() implements Fault {}

  /** A kubelet does not answer for its statistics. */
  record StatsUnavailable(String node) implements Fault {}

  /** The disruption controller lags behind: budgets are never observed. */
  record EvictionUnobserved() implements Fault {}
}
