package dev.binnacle.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Holds a server exactly where one step changes its state: a trigger in the state store waits for a
 * lock that the trap holds, inside the server's uncommitted transaction. The server's own code
 * knows nothing of it.
 */
public final class StepTrap implements AutoCloseable {

  private static final long LOCK = 4711;

  private final Connection connection;
  private final String step;
  private final String state;

  /** A trap where the step of that name becomes that state. */
  public StepTrap(String url, String user, String password, String step, String state)
      throws SQLException {
    this.step = step;
    this.state = state;
    connection = DriverManager.getConnection(url, user, password);
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(" + LOCK + ")");
      statement.execute(
          """
          create or replace function trap_step() returns trigger language plpgsql as $$
          begin
            if new.name = tg_argv[0] and new.state = tg_argv[1] and old.state <> new.state then
              perform pg_advisory_xact_lock_shared(%d);
            end if;
            return new;
          end $$\
          """
              .formatted(LOCK));
      statement.execute(
          "create trigger trap_step before update on operation_step for each row"
              + " execute function trap_step('%s', '%s')".formatted(step, state));
    }
  }

  /** Waits until a server is in the trap. */
  public void awaitCaught() {
    Patience.until(
        "a server runs into the trap",
        Duration.ofSeconds(60),
        () -> count("select count(*) from pg_locks where locktype = 'advisory' and not granted"),
        caught -> caught > 0);
  }

  /** Waits until somebody else waits for what the caught server holds. */
  public void awaitQueue() {
    Patience.until(
        "somebody waits behind the caught server",
        Duration.ofSeconds(60),
        () ->
            count(
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock' and wait_event <> 'advisory'"),
        waiting -> waiting > 0);
  }

  /** Opens the trap: whoever is in it goes on. */
  public void open() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_unlock_all()");
    }
  }

  /** Opens the trap, and returns as soon as the step has its new state, or has it behind it. */
  public void release() throws SQLException {
    open();
    Patience.until(
        step + " to be " + state,
        Duration.ofSeconds(60),
        () ->
            count(
                "select count(*) from operation_step where name = '%s' and state in ('%s', 'SUCCEEDED')"
                    .formatted(step, state)),
        there -> there > 0);
  }

  /**
   * Ends the session of a dead server that is still in the trap, as the operating system's
   * keep-alive would do later, and takes the trap away.
   */
  @Override
  public void close() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_locks"
              + " where locktype = 'advisory' and not granted");
      statement.execute("select pg_advisory_unlock_all()");
      statement.execute("drop trigger trap_step on operation_step");
    }
    connection.close();
  }

  private long count(String query) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
