package dev.binnacle.platform.postgresql;

import dev.binnacle.platform.ComponentRefusedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** Tells apart a server that is away from one that refuses. Pure. */
final class SqlFailure {

  /** Going down, crashed, coming up, dropped: the server is not there for now. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P04");

  private static final String CONNECTION_CLASS = "08";

  private SqlFailure() {}

  /** The exception that says the same to a component edge. */
  static Exception translate(SQLException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException silence) {
        return silence;
      }
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String said = firstLine(failure);
    return state.startsWith(CONNECTION_CLASS) || AWAY.contains(state)
        ? new IOException(said, failure)
        : new ComponentRefusedException(said);
  }

  private static String firstLine(SQLException failure) {
    return failure.getMessage() == null
        ? "SQL state " + failure.getSQLState()
        : failure.getMessage().lines().findFirst().orElse("");
  }
}
