package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.DatabaseSize;
import dev.binnacle.platform.postgresql.LockedSession;
import java.util.List;

/** Everything that the daily check of a database judges, and why the rest could not be seen. */
record DailyEvidence(
    PostgresqlSnapshot snapshot,
    List<MemberStorage> storage,
    Answer<List<DatabaseSize>> sizes,
    Answer<Connections> connections,
    Answer<List<LockedSession>> locks,
    Answer<SlowQueries.Found> slowQueries) {

  DailyEvidence {
    storage = List.copyOf(storage);
  }
}
