package dev.binnacle.platform.postgresql;

import java.util.List;
import java.util.Optional;

/**
 * A server and the standbys that take WAL from it.
 *
 * @param inRecovery whether the server is itself a standby and takes no writes
 * @param timeline the timeline that it writes; empty in recovery
 * @param standbys by application name and process id
 */
public record Replication(boolean inRecovery, Optional<Long> timeline, List<Standby> standbys) {

  public Replication {
    standbys = List.copyOf(standbys);
  }

  /** The standby of that name; the one that streams when it shows up twice. */
  public Optional<Standby> standby(String name) {
    return standbys.stream()
        .filter(standby -> standby.applicationName().equals(name))
        .max(java.util.Comparator.comparing(Standby::isStreaming));
  }

  /** Whether the standby of that name streams. */
  public boolean streams(String name) {
    return standby(name).filter(Standby::isStreaming).isPresent();
  }
}
