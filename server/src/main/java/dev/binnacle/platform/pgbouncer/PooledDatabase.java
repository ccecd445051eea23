package dev.binnacle.platform.pgbouncer;

import java.util.Optional;

/**
 * A database as PgBouncer offers it to clients.
 *
 * @param name what clients connect to
 * @param host where the PostgreSQL behind it is; empty for a Unix socket
 * @param poolSize how many connections to PostgreSQL a pool may have
 * @param connections how many connections to PostgreSQL there are
 * @param paused whether clients wait; a bare PAUSE of the whole PgBouncer is not shown here
 * @param disabled whether new clients are refused
 */
public record PooledDatabase(
    String name,
    Optional<String> host,
    int port,
    int poolSize,
    int connections,
    boolean paused,
    boolean disabled) {

  /** Host and port of the PostgreSQL behind it. */
  public Optional<String> forwardsTo() {
    return host.map(name -> name + ":" + port);
  }

  /** What of it comes from the configuration, in words. */
  String words() {
    return forwardsTo().orElse("a Unix socket") + ", pool_size " + poolSize;
  }
}
