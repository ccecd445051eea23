package dev.binnacle.databases.postgresql;

import java.util.List;

/**
 * How it ended: the contract's result of the kinds PAUSE_PATRONI and RESUME_PATRONI.
 *
 * @param changed false when nothing was to do
 * @param silent members that could not be asked whether they know
 */
public record MaintenanceResult(String kind, boolean paused, boolean changed, List<String> silent) {

  public MaintenanceResult {
    silent = List.copyOf(silent);
  }
}
