package dev.binnacle.platform.postgresql;

import dev.binnacle.platform.postgresql.Storage.Slot;
import dev.binnacle.platform.postgresql.Storage.Tablespace;
import dev.binnacle.platform.postgresql.Storage.Wal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a server what it keeps on disk. Each part is asked by itself, so that a right that is
 * missing costs that part only.
 */
final class StorageQuery {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String TABLESPACES =
      """
      select spcname, pg_tablespace_location(oid),
             case when pg_has_role('pg_read_all_stats', 'member')
                       or has_tablespace_privilege(oid, 'create')
                  then pg_tablespace_size(oid) end
      from pg_tablespace order by spcname
      """;

  private static final String WAL =
      "select coalesce(sum(size), 0)::bigint, count(*) from pg_ls_waldir()";

  private static final String ARCHIVE =
      "select count(*) from pg_ls_archive_statusdir() where name like '%.ready'";

  private static final String TEMPORARY =
      """
      select coalesce(sum(file.size), 0)::bigint
      from pg_tablespace, pg_ls_tmpdir(pg_tablespace.oid) as file
      where spcname <> 'pg_global'
      """;

  private static final String SLOTS =
      """
      select slot_name, slot_type = 'logical', active,
             case when restart_lsn is not null then greatest(0, pg_wal_lsn_diff(
               case when pg_is_in_recovery()
                    then coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                    else pg_current_wal_lsn() end, restart_lsn))::bigint end,
             wal_status
      from pg_replication_slots order by slot_name
      """;

  private final Connection connection;
  private final List<Unseen> unseen = new ArrayList<>();

  private StorageQuery(Connection connection) {
    this.connection = connection;
  }

  static Storage ask(Connection connection) throws SQLException {
    return new StorageQuery(connection).ask();
  }

  private Storage ask() throws SQLException {
    unseen.add(
        new Unseen(
            "FREE_DISK_SPACE",
            "SQL does not see how much space is left on a disk.",
            "Look at the file systems of the host, for instance with node_exporter."));
    var tablespaces = all(TABLESPACES, StorageQuery::tablespace);
    if (tablespaces.stream().anyMatch(tablespace -> tablespace.bytes().isEmpty())) {
      unseen.add(
          Unseen.forbidden("TABLESPACES", "The user may not see the size of every tablespace."));
    }
    return new Storage(tablespaces, wal(), allowed("TEMPORARY_FILES", TEMPORARY), slots(), unseen);
  }

  private static Tablespace tablespace(ResultSet row) throws SQLException {
    return new Tablespace(row.getString(1), RowValues.text(row, 2), RowValues.number(row, 3));
  }

  private Optional<Wal> wal() throws SQLException {
    try {
      var seen = all(WAL, row -> new long[] {row.getLong(1), row.getLong(2)}).getFirst();
      return Optional.of(
          new Wal(seen[0], (int) seen[1], allowed("ARCHIVE_STATUS", ARCHIVE).map(Long::intValue)));
    } catch (SQLException refused) {
      requireForbidden(refused);
      unseen.add(Unseen.forbidden("WAL_DIRECTORY", "The user may not list the WAL directory."));
      return Optional.empty();
    }
  }

  private List<Slot> slots() throws SQLException {
    return all(
        SLOTS,
        row ->
            new Slot(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                RowValues.number(row, 4),
                RowValues.text(row, 5)));
  }

  /** One number, or nothing when the user may not see it. */
  private Optional<Long> allowed(String what, String query) throws SQLException {
    try {
      return Optional.of(all(query, row -> row.getLong(1)).getFirst());
    } catch (SQLException refused) {
      requireForbidden(refused);
      unseen.add(Unseen.forbidden(what, "The user may not list that directory."));
      return Optional.empty();
    }
  }

  private static void requireForbidden(SQLException refused) throws SQLException {
    if (!INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
      throw refused;
    }
  }

  /** Reads one row. */
  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(String query, Reading<T> reading) throws SQLException {
    var rows = new ArrayList<T>();
    try (var statement = connection.createStatement();
        var seen = statement.executeQuery(query)) {
      while (seen.next()) {
        rows.add(reading.read(seen));
      }
    }
    return rows;
  }
}
