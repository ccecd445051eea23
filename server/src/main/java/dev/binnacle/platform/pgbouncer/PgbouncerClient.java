package dev.binnacle.platform.pgbouncer;

import dev.binnacle.platform.ComponentEdge;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Asks one PgBouncer about itself and tells it what to do, with a connection to its admin console
 * for each. Every method waits, at most for the edge's time limit, and throws a {@link
 * dev.binnacle.problems.ProblemException} that names the PgBouncer and what it said. Thread-safe.
 */
public final class PgbouncerClient {

  /** The console itself is listed among the databases. */
  private static final String CONSOLE = "pgbouncer";

  /** PAUSE answers only when everybody has come to rest, which is watched by other means. */
  private static final int PAUSE_PATIENCE_MILLIS = 300;

  private static final Duration EFFECT = Duration.ofSeconds(5);
  private static final Executor AT_ONCE = Runnable::run;

  private final ConsoleLogin login;
  private final ComponentEdge edge;

  PgbouncerClient(ConsoleLogin login, ComponentEdge edge) {
    this.login = login;
    this.edge = edge;
  }

  /** Where it listens, as the platform description has it: its name for us. */
  public String name() {
    return login.address().toString();
  }

  /** Its version, databases and pools. */
  public PoolerState state() {
    return edge.read(() ->
        connected(statement -> {
          var databases = databases(statement);
          return new PoolerState(version(statement), databases, pools(statement));
        }));
  }

  /** The databases that it offers, by name. */
  public List<PooledDatabase> databases() {
    return edge.read(() -> connected(PgbouncerClient::databases));
  }

  /** Every setting that it may show, and each database as {@code databases.<name>}, by name. */
  public SortedMap<String, String> settings() {
    return edge.read(() -> connected(PgbouncerClient::settings));
  }

  /**
   * Tells it to pause a database. It does so at once, and closes each connection to PostgreSQL when
   * its transaction ends: {@link PooledDatabase#connections()} tells when that has happened.
   */
  public void pause(String database) {
    edge.effect(
        EFFECT,
        () -> {
          try (var connection = login.connect();
              var statement = connection.createStatement()) {
            connection.setNetworkTimeout(AT_ONCE, PAUSE_PATIENCE_MILLIS);
            statement.execute("PAUSE " + quoted(database));
          } catch (SQLException failure) {
            requirePending(failure);
          }
          return database;
        });
  }

  /** It goes on to pause when we hang up, so that no answer yet is no failure. */
  private static void requirePending(SQLException failure) throws Exception {
    if (ConsoleFailure.silence(failure)
        .filter(SocketTimeoutException.class::isInstance)
        .isEmpty()) {
      throw ConsoleFailure.translate(failure);
    }
  }

  /** Tells it to resume a database; it refuses when that is not paused. */
  public void resume(String database) {
    command("RESUME " + quoted(database));
  }

  /** Tells it to read its configuration again. It says yes also when it could not. */
  public void reload() {
    command("RELOAD");
  }

  private void command(String words) {
    edge.effect(EFFECT, () -> connected(statement -> statement.execute(words)));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A question that is asked on the console. */
  private interface Question<T> {
    T ask(Statement console) throws SQLException;
  }

  private <T> T connected(Question<T> question) throws Exception {
    try (Connection connection = login.connect();
        var statement = connection.createStatement()) {
      return question.ask(statement);
    } catch (SQLException failure) {
      throw ConsoleFailure.translate(failure);
    }
  }

  private static String version(Statement console) throws SQLException {
    try (var rows = console.executeQuery("SHOW VERSION")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static List<PooledDatabase> databases(Statement console) throws SQLException {
    var databases = new ArrayList<PooledDatabase>();
    try (var rows = console.executeQuery("SHOW DATABASES")) {
      while (rows.next()) {
        if (!rows.getString("name").equals(CONSOLE)) {
          databases.add(database(rows));
        }
      }
    }
    databases.sort(Comparator.comparing(PooledDatabase::name));
    return databases;
  }

  private static PooledDatabase database(ResultSet row) throws SQLException {
    return new PooledDatabase(
        row.getString("name"),
        Optional.ofNullable(row.getString("host")),
        row.getInt("port"),
        row.getInt("pool_size"),
        row.getInt("current_connections"),
        row.getInt("paused") != 0,
        row.getInt("disabled") != 0);
  }

  private static List<Pool> pools(Statement console) throws SQLException {
    var pools = new ArrayList<Pool>();
    try (var rows = console.executeQuery("SHOW POOLS")) {
      while (rows.next()) {
        if (!rows.getString("database").equals(CONSOLE)) {
          pools.add(pool(rows));
        }
      }
    }
    pools.sort(Comparator.comparing(Pool::database).thenComparing(Pool::user));
    return pools;
  }

  private static Pool pool(ResultSet row) throws SQLException {
    return new Pool(
        row.getString("database"),
        row.getString("user"),
        PoolMode.of(row.getString("pool_mode")),
        row.getInt("cl_active"),
        row.getInt("cl_waiting"),
        row.getInt("sv_active"),
        row.getInt("sv_idle"),
        row.getInt("sv_used") + row.getInt("sv_tested") + row.getInt("sv_login"),
        Duration.ofSeconds(row.getLong("maxwait")).plusNanos(row.getLong("maxwait_us") * 1_000));
  }

  private static SortedMap<String, String> settings(Statement console) throws SQLException {
    var settings = new TreeMap<String, String>();
    try (var rows = console.executeQuery("SHOW CONFIG")) {
      while (rows.next()) {
        settings.put(
            rows.getString("key"), Optional.ofNullable(rows.getString("value")).orElse(""));
      }
    }
    databases(console)
        .forEach(database -> settings.put("databases." + database.name(), database.words()));
    return settings;
  }
}
