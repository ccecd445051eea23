package dev.binnacle.http.failures;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Tells a state store that cannot be reached from one that refused a statement. */
final class StoreOutage {

  /** Class 08 of the SQL standard: the connection failed, or could not be made. */
  private static final String CONNECTION_CLASS = "08";

  /**
   * PostgreSQL's too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now, and
   * read_only_sql_transaction, which a store answers that has lost its leader.
   */
  private static final Set<String> OUTAGES = Set.of("53300", "57P01", "57P02", "57P03", "25006");

  /** Thrown by the container's pool, which is not on the class path, when it has no connection. */
  private static final String POOL_FAILURE = "PoolingException";

  private StoreOutage() {}

  /** Whether this throwable itself, not its causes, shows an outage. */
  static boolean shows(Throwable cause) {
    return switch (cause) {
      case SQLTransientConnectionException unreachable -> true;
      case SQLNonTransientConnectionException unreachable -> true;
      case SQLRecoverableException unreachable -> true;
      case SQLException refused when refused.getSQLState() != null ->
          refused.getSQLState().startsWith(CONNECTION_CLASS)
              || OUTAGES.contains(refused.getSQLState());
      default -> cause.getClass().getSimpleName().equals(POOL_FAILURE);
    };
  }
}
