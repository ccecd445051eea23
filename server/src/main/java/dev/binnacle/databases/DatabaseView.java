package dev.binnacle.databases;

import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshot;
import dev.binnacle.databases.redis.RedisHealth;
import dev.binnacle.databases.redis.RedisMember;
import dev.binnacle.databases.redis.RedisPicture;
import dev.binnacle.health.Health;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.PlatformDescription.Database;
import java.time.Instant;
import java.util.Optional;

/**
 * A database as it is at one moment.
 *
 * @param snapshot what only PostgreSQL has
 * @param members how many there are; none when nobody answered
 * @param membersHealthy how many of them are healthy
 */
record DatabaseView(
    Database database,
    Optional<PostgresqlSnapshot> snapshot,
    Health health,
    int members,
    int membersHealthy,
    Optional<OperationReference> activeOperation,
    Instant observedAt) {

  static DatabaseView of(
      Database database, PostgresqlSnapshot snapshot, Optional<OperationReference> active) {
    var members = PostgresqlHealth.members(snapshot);
    return new DatabaseView(
        database,
        Optional.of(snapshot),
        PostgresqlHealth.of(snapshot),
        members.size(),
        (int) members.stream().filter(MemberHealth::isHealthy).count(),
        active,
        snapshot.observedAt());
  }

  static DatabaseView of(
      Database database, RedisPicture picture, Optional<OperationReference> active) {
    var members = picture.members();
    return new DatabaseView(
        database,
        Optional.empty(),
        RedisHealth.of(picture),
        members.size(),
        (int) members.stream().filter(RedisMember::answers).count(),
        active,
        picture.observedAt());
  }
}
