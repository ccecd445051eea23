package dev.binnacle.platform.pgbouncer;

import dev.binnacle.platform.ComponentRefusedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Tells apart a PgBouncer that is away from one that refuses. PgBouncer gives all its refusals the
 * SQL state 08P01, which elsewhere means a broken connection: what counts is whether it has said
 * something. Pure.
 */
final class ConsoleFailure {

  private ConsoleFailure() {}

  /** The exception that says the same to a component edge. */
  static Exception translate(SQLException failure) {
    return said(failure)
        .<Exception>map(
            words -> new ComponentRefusedException(words.lines().findFirst().orElse(words)))
        .or(() -> silence(failure))
        .orElseGet(() -> new IOException(failure.getMessage(), failure));
  }

  /** What PgBouncer itself has said, without the severity. */
  static Optional<String> said(SQLException failure) {
    return failure instanceof PSQLException told
        ? Optional.ofNullable(told.getServerErrorMessage()).map(ServerErrorMessage::getMessage)
        : Optional.empty();
  }

  /** What went wrong below the protocol. */
  static Optional<Exception> silence(SQLException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
  }
}
