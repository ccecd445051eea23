package dev.binnacle.platform.postgresql;

import static dev.binnacle.platform.postgresql.RowValues.micros;
import static dev.binnacle.platform.postgresql.RowValues.number;

import dev.binnacle.platform.ComponentEdge;
import dev.binnacle.platform.postgresql.Connections.Group;
import dev.binnacle.platform.postgresql.Connections.Share;
import dev.binnacle.platform.postgresql.Standby.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks one PostgreSQL server about itself, with a connection for each question. Every method waits,
 * at most for the edge's time limit, and throws a {@link dev.binnacle.problems.ProblemException}
 * that names the server and what it said. Thread-safe.
 */
public final class PostgresqlClient {

  private static final String SERVER =
      """
      select pg_is_in_recovery(),
             case when not pg_is_in_recovery()
                  then ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
             end
      """;

  private static final String STANDBYS =
      """
      with here as (
        select case when pg_is_in_recovery()
                    then coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                    else pg_current_wal_lsn() end as lsn)
      select application_name, pid, host(client_addr), state, sync_state,
             sent_lsn::text, greatest(0, pg_wal_lsn_diff(here.lsn, sent_lsn))::bigint, null::bigint,
             write_lsn::text, greatest(0, pg_wal_lsn_diff(here.lsn, write_lsn))::bigint,
             (extract(epoch from write_lag) * 1000000)::bigint,
             flush_lsn::text, greatest(0, pg_wal_lsn_diff(here.lsn, flush_lsn))::bigint,
             (extract(epoch from flush_lag) * 1000000)::bigint,
             replay_lsn::text, greatest(0, pg_wal_lsn_diff(here.lsn, replay_lsn))::bigint,
             (extract(epoch from replay_lag) * 1000000)::bigint
      from pg_stat_replication, here
      """;

  private static final String LIMITS =
      """
      select current_setting('max_connections')::int,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true), '0')::int
      """;

  private static final String SHARES =
      """
      select coalesce(state, ''), datname, usename, wait_event_type, count(*)
      from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()
      group by 1, 2, 3, 4
      order by 5 desc, 1, 2, 3, 4
      limit 200
      """;

  private static final String SIZES =
      """
      select datname,
             case when pg_has_role('pg_read_all_stats', 'member')
                       or has_database_privilege(pg_database.oid, 'connect')
                  then pg_database_size(pg_database.oid) end,
             datistemplate, datallowconn, spcname, age(datfrozenxid)
      from pg_database join pg_tablespace on pg_tablespace.oid = dattablespace
      """;

  private static final String GROUPS =
      """
      select coalesce(state, ''), count(*), count(*) filter (where wait_event_type = 'Lock'),
             (extract(epoch from max(clock_timestamp() - xact_start)) * 1000000)::bigint,
             (extract(epoch from max(clock_timestamp() - state_change)) * 1000000)::bigint
      from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()
      group by 1
      order by 2 desc, 1
      """;

  private final ServerLogin login;
  private final ComponentEdge edge;
  private final boolean absenceExpected;

  PostgresqlClient(ServerLogin login, ComponentEdge edge, boolean absenceExpected) {
    this.login = login;
    this.edge = edge;
    this.absenceExpected = absenceExpected;
  }

  /** The same client for as long as the server is expected to be away now and then. */
  public PostgresqlClient expectingAbsence() {
    return new PostgresqlClient(login, edge, true);
  }

  /**
   * Writes, durably and without a table.
   *
   * @return the timeline that was written to; empty when the server is in recovery
   */
  public Optional<Long> write() {
    return ask(WriteSession::write);
  }

  /** A session to write with again and again. Outside the edge: see {@link WriteSession}. */
  public WriteSession openWriteSession() {
    return new WriteSession(login);
  }

  /** The server's timeline and the standbys that take WAL from it. */
  public Replication replication() {
    return ask(connection -> {
      try (var statement = connection.createStatement()) {
        boolean inRecovery;
        Optional<Long> timeline;
        try (var rows = statement.executeQuery(SERVER)) {
          rows.next();
          inRecovery = rows.getBoolean(1);
          timeline = number(rows, 2);
        }
        var standbys = new ArrayList<Standby>();
        try (var rows = statement.executeQuery(STANDBYS)) {
          while (rows.next()) {
            standbys.add(standby(rows));
          }
        }
        standbys.sort(
            Comparator.comparing(Standby::applicationName).thenComparing(Standby::processId));
        return new Replication(inRecovery, timeline, standbys);
      }
    });
  }

  /** The client connections by state, and how many more the server would take. */
  public Connections connections() {
    return ask(connection -> {
      try (var statement = connection.createStatement()) {
        int maximum;
        int reserved;
        try (var rows = statement.executeQuery(LIMITS)) {
          rows.next();
          maximum = rows.getInt(1);
          reserved = rows.getInt(2);
        }
        var groups = new ArrayList<Group>();
        try (var rows = statement.executeQuery(GROUPS)) {
          while (rows.next()) {
            groups.add(group(rows));
          }
        }
        return new Connections(
            maximum,
            reserved,
            groups.stream().mapToInt(Group::count).sum(),
            merged(groups),
            shares(statement));
      }
    });
  }

  private static List<Share> shares(Statement statement) throws SQLException {
    var shares = new ArrayList<Share>();
    try (var rows = statement.executeQuery(SHARES)) {
      while (rows.next()) {
        shares.add(
            new Share(
                ConnectionState.of(rows.getString(1)),
                RowValues.text(rows, 2),
                RowValues.text(rows, 3),
                RowValues.text(rows, 4),
                rows.getInt(5)));
      }
    }
    return shares;
  }

  /** The databases in the server, largest first. */
  public List<DatabaseSize> sizes() {
    return ask(connection -> {
      var sizes = new ArrayList<DatabaseSize>();
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(SIZES)) {
        while (rows.next()) {
          sizes.add(
              new DatabaseSize(
                  rows.getString(1),
                  number(rows, 2),
                  rows.getBoolean(3),
                  rows.getBoolean(4),
                  rows.getString(5),
                  rows.getLong(6)));
        }
      }
      sizes.sort(
          Comparator.comparing((DatabaseSize size) -> -size.bytes().orElse(-1L))
              .thenComparing(DatabaseSize::name));
      return sizes;
    });
  }

  /** What the server keeps on disk. */
  public Storage storage() {
    return ask(StorageQuery::ask);
  }

  /** Who waits for whose locks, by process id; at most 500 sessions. */
  public List<LockedSession> lockedSessions() {
    return ask(LockQuery::ask);
  }

  /** What was counted of statements. */
  public StatementStatistics statements() {
    return ask(StatementQuery::counters);
  }

  /** Those statements in words; one that is forgotten meanwhile is missing. */
  public Map<StatementKey, StatementDescription> describe(Collection<StatementKey> statements) {
    return ask(connection -> StatementQuery.describe(connection, statements));
  }

  /** A question that is asked on a connection. */
  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    return absenceExpected
        ? edge.expectingAbsence(() -> connected(question))
        : edge.read(() -> connected(question));
  }

  private <T> T connected(Question<T> question) throws Exception {
    try (var connection = login.connect()) {
      return question.ask(connection);
    } catch (SQLException failure) {
      throw SqlFailure.translate(failure);
    }
  }

  private static Standby standby(ResultSet row) throws SQLException {
    return new Standby(
        row.getString(1),
        row.getInt(2),
        Optional.ofNullable(row.getString(3)),
        ReplicationState.of(Optional.ofNullable(row.getString(4)).orElse("")),
        SyncState.of(Optional.ofNullable(row.getString(5)).orElse("")),
        position(row, 6),
        position(row, 9),
        position(row, 12),
        position(row, 15));
  }

  private static Position position(ResultSet row, int column) throws SQLException {
    return new Position(
        Optional.ofNullable(row.getString(column)),
        number(row, column + 1),
        micros(row, column + 2));
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        ConnectionState.of(row.getString(1)),
        row.getInt(2),
        row.getInt(3),
        micros(row, 4),
        micros(row, 5));
  }

  /** Several words may be unknown, but there is one group for them. */
  private static List<Group> merged(List<Group> groups) {
    var merged = new java.util.LinkedHashMap<ConnectionState, Group>();
    groups.forEach(group -> merged.merge(group.state(), group, PostgresqlClient::together));
    return List.copyOf(merged.values());
  }

  private static Group together(Group one, Group other) {
    return new Group(
        one.state(),
        one.count() + other.count(),
        one.waitingForLock() + other.waitingForLock(),
        longer(one.oldestTransaction(), other.oldestTransaction()),
        longer(one.oldestState(), other.oldestState()));
  }

  private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
    return java.util.stream.Stream.of(one, other)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }
}
