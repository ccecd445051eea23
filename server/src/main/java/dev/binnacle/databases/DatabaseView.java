package dev.binnacle.databases;

import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshot;
import dev.binnacle.health.Health;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.PlatformDescription.Database;
import java.util.List;
import java.util.Optional;

/**
 * A database as it is at one moment.
 *
 * @param members by name; none when nobody answered
 */
record DatabaseView(
    Database database,
    PostgresqlSnapshot snapshot,
    Health health,
    List<MemberHealth> members,
    Optional<OperationReference> activeOperation) {

  DatabaseView {
    members = List.copyOf(members);
  }

  static DatabaseView of(
      Database database, PostgresqlSnapshot snapshot, Optional<OperationReference> active) {
    return new DatabaseView(
        database,
        snapshot,
        PostgresqlHealth.of(snapshot),
        PostgresqlHealth.members(snapshot),
        active);
  }
}
