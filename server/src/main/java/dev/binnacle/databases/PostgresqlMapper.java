package dev.binnacle.databases;

import dev.binnacle.api.model.PostgresqlBlockedSessions;
import dev.binnacle.api.model.PostgresqlConfiguration;
import dev.binnacle.api.model.PostgresqlConnectionState;
import dev.binnacle.api.model.PostgresqlLockedSession;
import dev.binnacle.api.model.PostgresqlReplicationSlot;
import dev.binnacle.api.model.PostgresqlSetting;
import dev.binnacle.api.model.PostgresqlSize;
import dev.binnacle.api.model.PostgresqlSlowQueries;
import dev.binnacle.api.model.PostgresqlSlowQuery;
import dev.binnacle.api.model.PostgresqlSlowQuerySort;
import dev.binnacle.api.model.PostgresqlStorage;
import dev.binnacle.api.model.PostgresqlSynchronousMode;
import dev.binnacle.api.model.PostgresqlTablespace;
import dev.binnacle.api.model.PostgresqlUnseen;
import dev.binnacle.api.model.PostgresqlWal;
import dev.binnacle.api.model.Problem;
import dev.binnacle.databases.postgresql.LeaderAnswers.Told;
import dev.binnacle.databases.postgresql.MemberStorage;
import dev.binnacle.databases.postgresql.PostgresqlViews.Configured;
import dev.binnacle.databases.postgresql.QueueOfLocks;
import dev.binnacle.databases.postgresql.SlowQueries;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.DynamicConfiguration.Setting;
import dev.binnacle.platform.postgresql.DatabaseSize;
import dev.binnacle.platform.postgresql.LockedSession;
import dev.binnacle.platform.postgresql.StatementDescription;
import dev.binnacle.platform.postgresql.Storage;
import dev.binnacle.platform.postgresql.Unseen;
import dev.binnacle.store.Json;
import java.time.Duration;
import java.util.List;

/** Turns what is seen of a PostgreSQL database into the contract's shapes. */
final class PostgresqlMapper {

  private PostgresqlMapper() {}

  static PostgresqlBlockedSessions blocked(Told<List<LockedSession>> told) {
    var sessions = told.answer();
    return new PostgresqlBlockedSessions()
        .member(told.member())
        .waiting((int) sessions.stream().filter(session -> !session.blockedBy().isEmpty()).count())
        .sessions(QueueOfLocks.of(sessions).stream().map(PostgresqlMapper::toApi).toList())
        .observedAt(DatabaseMapper.toApi(told.observedAt()));
  }

  private static PostgresqlLockedSession toApi(QueueOfLocks.Place place) {
    var session = place.session();
    return new PostgresqlLockedSession()
        .processId(session.processId())
        .depth(place.depth())
        .blockedBy(session.blockedBy())
        .blocks(place.blocks())
        .database(session.database().orElse(null))
        .user(session.user().orElse(null))
        .applicationName(session.applicationName().orElse(null))
        .clientAddress(session.clientAddress().orElse(null))
        .state(
            session
                .state()
                .map(state -> PostgresqlConnectionState.fromString(state.name()))
                .orElse(null))
        .waitEventType(session.waitEventType().orElse(null))
        .waitEvent(session.waitEvent().orElse(null))
        .transactionAge(session.transactionAge().map(Duration::toString).orElse(null))
        .waitingFor(session.waiting().map(Duration::toString).orElse(null))
        .statement(session.statement().orElse(null));
  }

  static PostgresqlSize toApi(DatabaseSize size) {
    return new PostgresqlSize()
        .name(size.name())
        .sizeBytes(size.bytes().orElse(null))
        .template(size.template())
        .acceptsConnections(size.acceptsConnections())
        .tablespace(size.tablespace())
        .oldestTransactionAge(size.oldestTransactionAge());
  }

  static PostgresqlStorage toApi(MemberStorage seen) {
    var told =
        new PostgresqlStorage()
            .member(seen.member().name())
            .leader(seen.member().role().leads())
            .tablespaces(List.of())
            .slots(List.of())
            .notVisible(List.of());
    seen.storage().value().ifPresent(storage -> fill(told, storage));
    return told.problem(
        seen.storage()
            .problem()
            .map(problem -> Json.mapper().convertValue(problem.document(), Problem.class))
            .orElse(null));
  }

  private static void fill(PostgresqlStorage told, Storage storage) {
    told.dataBytes(storage.dataBytes().orElse(null))
        .tablespaces(storage.tablespaces().stream().map(PostgresqlMapper::toApi).toList())
        .wal(
            storage
                .wal()
                .map(wal ->
                    new PostgresqlWal()
                        .sizeBytes(wal.bytes())
                        .files(wal.files())
                        .awaitingArchive(wal.awaitingArchive().orElse(null)))
                .orElse(null))
        .temporaryBytes(storage.temporaryBytes().orElse(null))
        .slots(storage.slots().stream().map(PostgresqlMapper::toApi).toList())
        .notVisible(storage.unseen().stream().map(PostgresqlMapper::toApi).toList());
  }

  private static PostgresqlTablespace toApi(Storage.Tablespace tablespace) {
    return new PostgresqlTablespace()
        .name(tablespace.name())
        .location(tablespace.location().orElse(null))
        .sizeBytes(tablespace.bytes().orElse(null));
  }

  private static PostgresqlReplicationSlot toApi(Storage.Slot slot) {
    return new PostgresqlReplicationSlot()
        .name(slot.name())
        .logical(slot.logical())
        .active(slot.active())
        .retainedBytes(slot.retainedBytes().orElse(null))
        .walStatus(slot.walStatus().orElse(null));
  }

  static PostgresqlUnseen toApi(Unseen unseen) {
    return new PostgresqlUnseen().what(unseen.what()).why(unseen.why()).remedy(unseen.remedy());
  }

  static PostgresqlConfiguration toApi(Configured configured) {
    var configuration = configured.configuration();
    var settings = configuration.settings();
    return new PostgresqlConfiguration()
        .ttl(settings.ttl().toString())
        .loopWait(settings.loopWait().toString())
        .retryTimeout(configuration.retryTimeout().toString())
        .maximumLagOnFailoverBytes(settings.maximumLagBytes())
        .paused(configuration.paused())
        .synchronousMode(synchronousMode(settings))
        .synchronousModeStrict(configuration.strictlySynchronous())
        .synchronousNodeCount(configuration.synchronousNodes())
        .failsafeMode(configuration.failsafe())
        .standbyCluster(configuration.standbyCluster())
        .parameters(configuration.parameters().stream().map(PostgresqlMapper::toApi).toList())
        .others(configuration.others().stream().map(PostgresqlMapper::toApi).toList())
        .observedAt(DatabaseMapper.toApi(configured.observedAt()));
  }

  private static PostgresqlSynchronousMode synchronousMode(ClusterSettings settings) {
    if (settings.quorumMode()) {
      return PostgresqlSynchronousMode.QUORUM;
    }
    return settings.synchronousMode()
        ? PostgresqlSynchronousMode.ON
        : PostgresqlSynchronousMode.OFF;
  }

  private static PostgresqlSetting toApi(Setting setting) {
    return new PostgresqlSetting()
        .name(setting.name())
        .value(setting.value())
        .hidden(setting.hidden());
  }

  static SlowQueries.Order order(PostgresqlSlowQuerySort sort) {
    return SlowQueries.Order.valueOf(sort.name());
  }

  static PostgresqlSlowQueries toApi(SlowQueries.Found found) {
    return new PostgresqlSlowQueries()
        .member(found.member())
        .available(found.unavailable().isEmpty())
        .unavailable(found.unavailable().map(PostgresqlMapper::toApi).orElse(null))
        .resetAt(found.resetAt().map(DatabaseMapper::toApi).orElse(null))
        .countedSince(found.countedSince().map(DatabaseMapper::toApi).orElse(null))
        .sinceUnavailable(found.sinceUnavailable().orElse(null))
        .statements(found.statements())
        .hidden(found.hidden())
        .evictions(found.evictions().orElse(null))
        .queries(found.queries().stream().map(PostgresqlMapper::toApi).toList())
        .observedAt(DatabaseMapper.toApi(found.observedAt()));
  }

  private static PostgresqlSlowQuery toApi(SlowQueries.SlowQuery query) {
    var counters = query.counters();
    return new PostgresqlSlowQuery()
        .queryId(String.valueOf(query.key().query()))
        .database(query.description().flatMap(StatementDescription::database).orElse(null))
        .user(query.description().flatMap(StatementDescription::user).orElse(null))
        .statement(query.description().map(StatementDescription::text).orElse(""))
        .calls(counters.calls())
        .totalTime(counters.total().toString())
        .meanTime(counters.mean().toString())
        .rows(counters.rows())
        .sharedBlocksHit(counters.blocksHit())
        .sharedBlocksRead(counters.blocksRead())
        .temporaryBlocksWritten(counters.temporaryBlocks());
  }
}
