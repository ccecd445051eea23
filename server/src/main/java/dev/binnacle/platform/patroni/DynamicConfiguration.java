package dev.binnacle.platform.patroni;

import java.time.Duration;
import java.util.List;

/**
 * The dynamic configuration that all members share. What is not set has Patroni's own default.
 *
 * @param settings what matters for leadership
 * @param retryTimeout how long Patroni bears a silent consensus store or PostgreSQL
 * @param paused whether Patroni is in maintenance mode
 * @param strictlySynchronous whether no writes are taken without a synchronous standby
 * @param synchronousNodes how many synchronous standbys there are to be
 * @param failsafe whether the leader may go on without the consensus store
 * @param standbyCluster whether the whole cluster follows another one
 * @param parameters of PostgreSQL, by name
 * @param others everything else, by name
 */
public record DynamicConfiguration(
    ClusterSettings settings,
    Duration retryTimeout,
    boolean paused,
    boolean strictlySynchronous,
    int synchronousNodes,
    boolean failsafe,
    boolean standbyCluster,
    List<Setting> parameters,
    List<Setting> others) {

  public DynamicConfiguration {
    parameters = List.copyOf(parameters);
    others = List.copyOf(others);
  }

  /**
   * One setting.
   *
   * @param name with a dot before each level
   * @param value as text; empty when it is hidden
   * @param hidden whether the value looks like a secret
   */
  public record Setting(String name, String value, boolean hidden) {}
}
