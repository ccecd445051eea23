package dev.binnacle.databases;

import dev.binnacle.api.model.PostgresqlConnectionGroup;
import dev.binnacle.api.model.PostgresqlConnectionShare;
import dev.binnacle.api.model.PostgresqlConnectionState;
import dev.binnacle.api.model.PostgresqlConnections;
import dev.binnacle.api.model.PostgresqlReplication;
import dev.binnacle.api.model.PostgresqlReplicationState;
import dev.binnacle.api.model.PostgresqlSyncState;
import dev.binnacle.databases.postgresql.LeaderAnswers.Told;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.platform.postgresql.Standby;
import java.time.Duration;

/** Turns what a PostgreSQL leader says of its connections into the contract's shapes. */
final class ReplicationMapper {

  private ReplicationMapper() {}

  static PostgresqlReplication toApi(Standby standby) {
    return new PostgresqlReplication()
        .applicationName(standby.applicationName())
        .processId(standby.processId())
        .clientAddress(standby.clientAddress().orElse(null))
        .state(PostgresqlReplicationState.fromString(standby.state().name()))
        .syncState(PostgresqlSyncState.fromString(standby.syncState().name()))
        .sentLsn(standby.sent().lsn().orElse(null))
        .writeLsn(standby.written().lsn().orElse(null))
        .flushLsn(standby.flushed().lsn().orElse(null))
        .replayLsn(standby.replayed().lsn().orElse(null))
        .writeLag(standby.written().lag().map(Duration::toString).orElse(null))
        .flushLag(standby.flushed().lag().map(Duration::toString).orElse(null))
        .replayLag(standby.replayed().lag().map(Duration::toString).orElse(null))
        .sentLagBytes(standby.sent().lagBytes().orElse(null))
        .writeLagBytes(standby.written().lagBytes().orElse(null))
        .flushLagBytes(standby.flushed().lagBytes().orElse(null))
        .replayLagBytes(standby.replayed().lagBytes().orElse(null));
  }

  static PostgresqlConnections toApi(Told<Connections> told) {
    var connections = told.answer();
    return new PostgresqlConnections()
        .member(told.member())
        .maxConnections(connections.maximum())
        .reserved(connections.reserved())
        .used(connections.used())
        .available(connections.available())
        .groups(connections.groups().stream().map(ReplicationMapper::toApi).toList())
        .breakdown(connections.shares().stream().map(ReplicationMapper::toApi).toList())
        .observedAt(DatabaseMapper.toApi(told.observedAt()));
  }

  private static PostgresqlConnectionGroup toApi(Connections.Group group) {
    return new PostgresqlConnectionGroup()
        .state(PostgresqlConnectionState.fromString(group.state().name()))
        .count(group.count())
        .waitingForLock(group.waitingForLock())
        .oldestTransactionAge(group.oldestTransaction().map(Duration::toString).orElse(null))
        .oldestStateAge(group.oldestState().map(Duration::toString).orElse(null));
  }

  private static PostgresqlConnectionShare toApi(Connections.Share share) {
    return new PostgresqlConnectionShare()
        .state(PostgresqlConnectionState.fromString(share.state().name()))
        .database(share.database().orElse(null))
        .user(share.user().orElse(null))
        .waitEventType(share.waitEventType().orElse(null))
        .count(share.count());
  }
}
