package dev.binnacle.databases;

import dev.binnacle.databases.mongodb.ReplicaSetHealth;
import dev.binnacle.databases.mongodb.ReplicaSetMember;
import dev.binnacle.databases.mongodb.ReplicaSetPicture;
import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshot;
import dev.binnacle.databases.redis.RedisHealth;
import dev.binnacle.databases.redis.RedisMember;
import dev.binnacle.databases.redis.RedisPicture;
import dev.binnacle.health.Health;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.patroni.ClusterMember;
import java.time.Instant;
import java.util.Optional;

/**
 * A database as it is at one moment.
 *
 * @param snapshot what only PostgreSQL has
 * @param leader the member that takes writes, in an engine that has one
 * @param members how many there are; none when nobody answered
 * @param membersHealthy how many of them are healthy
 */
record DatabaseView(
    Database database,
    Optional<PostgresqlSnapshot> snapshot,
    Health health,
    Optional<String> leader,
    int members,
    int membersHealthy,
    Optional<OperationReference> activeOperation,
    Instant observedAt) {

  static DatabaseView of(
      Database.Postgresql database,
      PostgresqlSnapshot snapshot,
      Optional<OperationReference> active) {
    var members = PostgresqlHealth.members(snapshot);
    return new DatabaseView(
        database,
        Optional.of(snapshot),
        PostgresqlHealth.of(snapshot),
        snapshot.leader().map(ClusterMember::name),
        members.size(),
        (int) members.stream().filter(MemberHealth::isHealthy).count(),
        active,
        snapshot.observedAt());
  }

  static DatabaseView of(
      Database.Redis database, RedisPicture picture, Optional<OperationReference> active) {
    var members = picture.members();
    return new DatabaseView(
        database,
        Optional.empty(),
        RedisHealth.of(picture),
        Optional.empty(),
        members.size(),
        (int) members.stream().filter(RedisMember::answers).count(),
        active,
        picture.observedAt());
  }

  static DatabaseView of(
      Database.Mongodb database, ReplicaSetPicture picture, Optional<OperationReference> active) {
    var members = ReplicaSetHealth.members(picture);
    return new DatabaseView(
        database,
        Optional.empty(),
        ReplicaSetHealth.of(picture),
        picture.primary().map(MemberStatus::name),
        members.size(),
        (int) members.stream().filter(ReplicaSetMember::isHealthy).count(),
        active,
        picture.observedAt());
  }
}
