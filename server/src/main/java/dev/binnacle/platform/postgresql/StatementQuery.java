package dev.binnacle.platform.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks {@code pg_stat_statements}, from version 1.8 of the extension on (PostgreSQL 13). The
 * counters are read without the texts, which PostgreSQL keeps in a file.
 */
final class StatementQuery {

  private static final String NAME = "PG_STAT_STATEMENTS";
  private static final String NOT_LOADED = "55000";
  private static final int NANOS_PER_MILLISECOND = 1_000_000;

  private static final String SCHEMA =
      """
      select quote_ident(nspname),
             string_to_array(extversion, '.')::int[] >= array[1, 8],
             string_to_array(extversion, '.')::int[] >= array[1, 9]
      from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
      where extname = 'pg_stat_statements'
      """;

  private static final String COUNTERS =
      """
      select userid, dbid, queryid, calls, total_exec_time, rows,
             shared_blks_hit, shared_blks_read, temp_blks_written
      from %s.pg_stat_statements(false)
      """;

  private static final String INFORMATION =
      "select stats_reset, dealloc from %s.pg_stat_statements_info";

  private static final String TEXTS =
      """
      select userid, dbid, queryid, datname, rolname, query
      from %s.pg_stat_statements(true)
      left join pg_database on pg_database.oid = dbid
      left join pg_roles on pg_roles.oid = userid
      where queryid = any (?)
      """;

  private final Connection connection;

  private StatementQuery(Connection connection) {
    this.connection = connection;
  }

  static StatementStatistics counters(Connection connection) throws SQLException {
    return new StatementQuery(connection).counters();
  }

  static Map<StatementKey, StatementDescription> describe(
      Connection connection, Collection<StatementKey> keys) throws SQLException {
    return new StatementQuery(connection).describe(keys);
  }

  /** Where the extension is, and what it can. */
  private record Extension(String schema, boolean counts, boolean tellsReset) {}

  private StatementStatistics counters() throws SQLException {
    var extension = extension();
    if (extension.isEmpty()) {
      return missing(
          "The extension pg_stat_statements is not there in the database that Binnacle connects to.",
          "Add pg_stat_statements to shared_preload_libraries, restart the members, and run"
              + " \"create extension pg_stat_statements\" in that database.");
    }
    if (!extension.get().counts()) {
      return missing(
          "The extension pg_stat_statements is older than 1.8.",
          "Run \"alter extension pg_stat_statements update\"; it needs PostgreSQL 13.");
    }
    try {
      return counters(extension.get());
    } catch (SQLException refused) {
      if (NOT_LOADED.equals(refused.getSQLState())) {
        return missing(
            "The library pg_stat_statements is not loaded.",
            "Add pg_stat_statements to shared_preload_libraries and restart the members.");
      }
      throw refused;
    }
  }

  private static StatementStatistics missing(String why, String remedy) {
    return new StatementStatistics.NotAvailable(new Unseen(NAME, why, remedy));
  }

  private Optional<Extension> extension() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SCHEMA)) {
      return rows.next()
          ? Optional.of(new Extension(rows.getString(1), rows.getBoolean(2), rows.getBoolean(3)))
          : Optional.empty();
    }
  }

  private StatementStatistics counters(Extension extension) throws SQLException {
    var counters = new HashMap<StatementKey, StatementCounters>();
    int hidden = 0;
    try (var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery(COUNTERS.formatted(extension.schema()))) {
        while (rows.next()) {
          if (RowValues.number(rows, 3).isEmpty()) {
            hidden++;
            continue;
          }
          var seen =
              new StatementCounters(
                  rows.getLong(4),
                  Duration.ofNanos(Math.round(rows.getDouble(5) * NANOS_PER_MILLISECOND)),
                  rows.getLong(6),
                  rows.getLong(7),
                  rows.getLong(8),
                  rows.getLong(9));
          // From PostgreSQL 14 on, what a function runs has an entry beside what a client runs.
          counters.merge(
              new StatementKey(rows.getLong(1), rows.getLong(2), rows.getLong(3)),
              seen,
              StatementCounters::plus);
        }
      }
      if (!extension.tellsReset()) {
        return new StatementStatistics.Counted(
            Optional.empty(), Optional.empty(), hidden, counters);
      }
      try (var rows = statement.executeQuery(INFORMATION.formatted(extension.schema()))) {
        rows.next();
        Optional<Instant> resetAt = RowValues.instant(rows, 1);
        return new StatementStatistics.Counted(
            resetAt, RowValues.number(rows, 2), hidden, counters);
      }
    }
  }

  private Map<StatementKey, StatementDescription> describe(Collection<StatementKey> keys)
      throws SQLException {
    var extension = extension();
    var described = new HashMap<StatementKey, StatementDescription>();
    if (extension.isEmpty() || keys.isEmpty()) {
      return described;
    }
    var ids = keys.stream().map(StatementKey::query).distinct().toArray(Long[]::new);
    try (var statement = connection.prepareStatement(TEXTS.formatted(extension.get().schema()))) {
      statement.setArray(1, connection.createArrayOf("bigint", ids));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          described.put(
              new StatementKey(rows.getLong(1), rows.getLong(2), rows.getLong(3)),
              new StatementDescription(
                  RowValues.text(rows, 4),
                  RowValues.text(rows, 5),
                  StatementText.withoutConstants(RowValues.text(rows, 6).orElse(""))));
        }
      }
    }
    return described;
  }
}
