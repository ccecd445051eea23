package dev.binnacle.platform.patroni;

import java.util.Locale;

/**
 * What a member's PostgreSQL does, as its Patroni says. On version 3 a replica is {@code running}
 * whether it replicates or not.
 *
 * @param word Patroni's own word, kept also when it is a new one
 */
public record MemberState(Kind kind, String word) {

  /** The states that are known. */
  public enum Kind {
    RUNNING,
    STREAMING,
    IN_ARCHIVE_RECOVERY,
    STARTING,
    STOPPING,
    STOPPED,
    RESTARTING,
    CREATING_REPLICA,
    INITIALIZING_NEW_CLUSTER,
    RUNNING_CUSTOM_BOOTSTRAP_SCRIPT,
    STARTING_AFTER_CUSTOM_BOOTSTRAP,
    START_FAILED,
    STOP_FAILED,
    RESTART_FAILED,
    INITDB_FAILED,
    CUSTOM_BOOTSTRAP_FAILED,
    CRASHED,
    UNKNOWN
  }

  /** The state behind any of Patroni's words, of version 3 or 4. */
  public static MemberState of(String word) {
    var kind =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "running" -> Kind.RUNNING;
          case "streaming" -> Kind.STREAMING;
          case "in archive recovery" -> Kind.IN_ARCHIVE_RECOVERY;
          case "starting" -> Kind.STARTING;
          case "stopping" -> Kind.STOPPING;
          case "stopped" -> Kind.STOPPED;
          case "restarting" -> Kind.RESTARTING;
          case "creating replica" -> Kind.CREATING_REPLICA;
          case "initializing new cluster" -> Kind.INITIALIZING_NEW_CLUSTER;
          case "running custom bootstrap script" -> Kind.RUNNING_CUSTOM_BOOTSTRAP_SCRIPT;
          case "starting after custom bootstrap" -> Kind.STARTING_AFTER_CUSTOM_BOOTSTRAP;
          case "start failed" -> Kind.START_FAILED;
          case "stop failed" -> Kind.STOP_FAILED;
          case "restart failed" -> Kind.RESTART_FAILED;
          case "initdb failed" -> Kind.INITDB_FAILED;
          case "custom bootstrap failed" -> Kind.CUSTOM_BOOTSTRAP_FAILED;
          case "crashed" -> Kind.CRASHED;
          default -> Kind.UNKNOWN;
        };
    return new MemberState(kind, word);
  }

  /** Whether PostgreSQL is up. */
  public boolean isRunning() {
    return kind == Kind.RUNNING || kind == Kind.STREAMING || kind == Kind.IN_ARCHIVE_RECOVERY;
  }
}
