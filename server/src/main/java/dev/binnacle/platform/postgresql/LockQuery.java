package dev.binnacle.platform.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks a server who waits for whose locks. Who blocks whom is asked only for those that wait: each
 * such question holds up the lock manager for a moment.
 */
final class LockQuery {

  /** {@code pg_locks.waitstart} is there from PostgreSQL 14 on. */
  private static final String SESSIONS =
      """
      with waiting as materialized (
        select pid, pg_blocking_pids(pid) as blockers
        from pg_stat_activity where wait_event_type = 'Lock'),
      involved as (
        select pid from waiting union select unnest(blockers) from waiting)
      select involved.pid, coalesce(waiting.blockers, '{}'), datname, usename, application_name,
             host(client_addr), state, wait_event_type, wait_event,
             (extract(epoch from clock_timestamp() - xact_start) * 1000000)::bigint,
             (select (extract(epoch from clock_timestamp()
                        - min((to_jsonb(pg_locks) ->> 'waitstart')::timestamptz)) * 1000000)::bigint
              from pg_locks where pg_locks.pid = involved.pid and not granted),
             query
      from involved
      left join waiting on waiting.pid = involved.pid
      left join pg_stat_activity on pg_stat_activity.pid = involved.pid
      order by 1
      limit 500
      """;

  private LockQuery() {}

  static List<LockedSession> ask(Connection connection) throws SQLException {
    var sessions = new ArrayList<LockedSession>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SESSIONS)) {
      while (rows.next()) {
        sessions.add(session(rows));
      }
    }
    return sessions;
  }

  private static LockedSession session(ResultSet row) throws SQLException {
    var blockers = (Integer[]) row.getArray(2).getArray();
    return new LockedSession(
        row.getInt(1),
        Stream.of(blockers).distinct().sorted().toList(),
        RowValues.text(row, 3),
        RowValues.text(row, 4),
        RowValues.text(row, 5),
        RowValues.text(row, 6),
        RowValues.text(row, 7).map(ConnectionState::of),
        RowValues.text(row, 8),
        RowValues.text(row, 9),
        RowValues.micros(row, 10),
        RowValues.micros(row, 11),
        RowValues.text(row, 12).map(StatementText::withoutConstants));
  }
}
