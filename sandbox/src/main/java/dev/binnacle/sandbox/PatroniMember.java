package dev.binnacle.sandbox;

import java.net.URI;

/**
 * A member of a Patroni cluster on 127.0.0.1.
 *
 * @param name its name in Patroni
 * @param restPort the port of its REST API
 * @param sqlPort the port of its PostgreSQL
 * @param poolerPort the port of the PgBouncer beside it
 */
public record PatroniMember(String name, int restPort, int sqlPort, int poolerPort) {
  /** The base address of its REST API. */
  public URI rest() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  /** The JDBC address of one of its databases. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + sqlPort + "/" + database;
  }
}
