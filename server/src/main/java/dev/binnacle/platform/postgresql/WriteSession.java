package dev.binnacle.platform.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Writes to one server again and again, connecting anew when the connection broke. It measures an
 * outage, so it goes past the component edge on purpose: a breaker that learned from the failures
 * it is here to see would prolong what it measures. For one thread.
 */
public final class WriteSession implements AutoCloseable {

  private static final String IN_RECOVERY = "select pg_is_in_recovery()";

  /** A transactional message forces a transaction id and so a commit that is flushed. */
  private static final String WRITE =
      """
      select pg_logical_emit_message(true, 'binnacle', 'write probe'),
             ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
      """;

  private final ServerLogin login;
  private Optional<Connection> connection = Optional.empty();

  WriteSession(ServerLogin login) {
    this.login = login;
  }

  /**
   * Tries to write once.
   *
   * @return the timeline that was written to; empty when that was not possible
   */
  public Optional<Long> tryWrite() {
    try {
      if (connection.isEmpty()) {
        connection = Optional.of(login.connect());
      }
      return write(connection.orElseThrow());
    } catch (SQLException | RuntimeException notNow) {
      close();
      return Optional.empty();
    }
  }

  /** Writes on that connection; empty when its server is in recovery. */
  static Optional<Long> write(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery(IN_RECOVERY)) {
        rows.next();
        if (rows.getBoolean(1)) {
          return Optional.empty();
        }
      }
      try (var rows = statement.executeQuery(WRITE)) {
        rows.next();
        return Optional.of(rows.getLong(2));
      }
    }
  }

  @Override
  public void close() {
    connection.ifPresent(open -> {
      try {
        open.close();
      } catch (SQLException alreadyBroken) {
        // Nothing is left to be done with a connection that cannot even be closed.
      }
    });
    connection = Optional.empty();
  }
}
