package dev.binnacle.databases;

import dev.binnacle.api.model.BreakerState;
import dev.binnacle.api.model.DatabaseHealth;
import dev.binnacle.api.model.HealthReason;
import dev.binnacle.api.model.HealthSeverity;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.MongodbCollection;
import dev.binnacle.api.model.MongodbConfiguration;
import dev.binnacle.api.model.MongodbConfiguredMember;
import dev.binnacle.api.model.MongodbDatabase;
import dev.binnacle.api.model.MongodbElection;
import dev.binnacle.api.model.MongodbMember;
import dev.binnacle.api.model.MongodbMemberState;
import dev.binnacle.api.model.MongodbOperation;
import dev.binnacle.api.model.MongodbOplog;
import dev.binnacle.api.model.MongodbOplogBackup;
import dev.binnacle.api.model.MongodbOplogBackupVerdict;
import dev.binnacle.api.model.MongodbOplogKind;
import dev.binnacle.api.model.MongodbOplogShare;
import dev.binnacle.api.model.MongodbOptime;
import dev.binnacle.api.model.MongodbReplicaSet;
import dev.binnacle.api.model.MongodbResyncAdvice;
import dev.binnacle.api.model.MongodbResyncSource;
import dev.binnacle.api.model.MongodbResyncVerdict;
import dev.binnacle.databases.mongodb.BackupCover;
import dev.binnacle.databases.mongodb.OplogReport;
import dev.binnacle.databases.mongodb.ReplicaSetHealth;
import dev.binnacle.databases.mongodb.ReplicaSetMember;
import dev.binnacle.databases.mongodb.ReplicaSetPicture;
import dev.binnacle.databases.mongodb.ResyncAdvice;
import dev.binnacle.health.Reason;
import dev.binnacle.platform.mongodb.CollectionSize;
import dev.binnacle.platform.mongodb.ConfiguredMember;
import dev.binnacle.platform.mongodb.DatabaseSize;
import dev.binnacle.platform.mongodb.Election;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.OpTime;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.platform.mongodb.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Turns what is seen of replica sets into the contract's shapes. */
final class MongodbMapper {

  private static final double TENTHS = 10;

  private MongodbMapper() {}

  static MongodbReplicaSet toApi(ReplicaSetPicture picture) {
    var view = picture.bestOrThrow();
    var health = ReplicaSetHealth.of(picture);
    return new MongodbReplicaSet()
        .name(view.name())
        .term(view.term())
        .primary(picture.primary().map(MemberStatus::name).orElse(null))
        .majority(view.majority())
        .health(
            new DatabaseHealth()
                .verdict(HealthVerdict.fromString(health.verdict().name()))
                .reasons(reasons(health.reasons())))
        .election(view.election().map(election -> toApi(election, view)).orElse(null))
        .members(ReplicaSetHealth.members(picture).stream().map(MongodbMapper::toApi).toList())
        .observedBy(view.self())
        .observedAt(toApi(picture.observedAt()));
  }

  private static MongodbElection toApi(Election election, ReplicaSetStatus view) {
    return new MongodbElection()
        .reason(election.reason())
        .at(toApi(election.at()))
        .term(election.term())
        .votesNeeded(election.votesNeeded())
        .previousPrimary(
            view.members().stream()
                .filter(
                    member -> election.priorPrimary().filter(id -> id == member.id()).isPresent())
                .map(MemberStatus::name)
                .findFirst()
                .orElse(null));
  }

  private static MongodbMember toApi(ReplicaSetMember member) {
    var status = member.status();
    var configured = member.configured();
    return new MongodbMember()
        .name(member.name())
        .state(MongodbMemberState.fromString(status.state().name()))
        .votes(configured.map(ConfiguredMember::votes).orElse(null))
        .priority(configured.map(ConfiguredMember::priority).orElse(null))
        .hidden(configured.map(ConfiguredMember::hidden).orElse(null))
        .delay(configured.flatMap(MongodbMapper::delay).orElse(null))
        .optime(status.applied().map(MongodbMapper::toApi).orElse(null))
        .lag(member.lag().map(Duration::toString).orElse(null))
        .syncSource(status.syncSource().orElse(null))
        .uptime(status.healthy() ? status.uptime().toString() : null)
        .lastHeartbeatAt(status.lastHeartbeat().map(MongodbMapper::toApi).orElse(null))
        .electedAt(status.electedAt().map(MongodbMapper::toApi).orElse(null))
        .configurationVersion(status.healthy() ? status.configurationVersion() : null)
        .message(status.message().orElse(null))
        .reachable(member.answers())
        .breaker(member.breaker().map(state -> BreakerState.fromString(state.name())).orElse(null))
        .healthy(member.isHealthy())
        .reasons(reasons(member.reasons()));
  }

  private static Optional<String> delay(ConfiguredMember member) {
    return Optional.of(member.delay()).filter(delay -> !delay.isZero()).map(Duration::toString);
  }

  private static MongodbOptime toApi(OpTime time) {
    return new MongodbOptime().at(toApi(time.at())).increment(time.increment()).term(time.term());
  }

  private static List<HealthReason> reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(reason ->
            new HealthReason()
                .code(reason.code())
                .severity(HealthSeverity.fromString(reason.severity().name()))
                .message(reason.message())
                .member(reason.member().orElse(null)))
        .toList();
  }

  static MongodbConfiguration toApi(ReplicaSetConfiguration configuration) {
    return new MongodbConfiguration()
        .name(configuration.name())
        .version(configuration.version())
        .term(configuration.term())
        .members(configuration.members().stream().map(MongodbMapper::toApi).toList())
        .electionTimeout(configuration.electionTimeout().toString())
        .heartbeatInterval(configuration.heartbeatInterval().toString())
        .chainingAllowed(configuration.chainingAllowed());
  }

  private static MongodbConfiguredMember toApi(ConfiguredMember member) {
    return new MongodbConfiguredMember()
        .id(member.id())
        .name(member.name())
        .votes(member.votes())
        .priority(member.priority())
        .hidden(member.hidden())
        .arbiter(member.arbiter())
        .delay(delay(member).orElse(null));
  }

  static MongodbOplog toApi(OplogReport report) {
    var oplog = report.oplog();
    return new MongodbOplog()
        .member(report.member())
        .firstAt(toApi(oplog.first()))
        .lastAt(toApi(oplog.last()))
        .window(oplog.window().toString())
        .entries(oplog.entries())
        .usedBytes(oplog.usedBytes())
        .maximumBytes(oplog.maximumBytes())
        .bytesPerSecond(rounded(report.bytesPerSecond()))
        .hoursAtPresentRate(report.hoursAtPresentRate().map(MongodbMapper::rounded).orElse(null))
        .backup(toApi(report.backup()))
        .sample(oplog.latest().size())
        .shares(report.shares().stream().map(MongodbMapper::toApi).toList())
        .observedAt(toApi(report.observedAt()));
  }

  private static double rounded(double value) {
    return Math.round(value * TENTHS) / TENTHS;
  }

  private static MongodbOplogShare toApi(OplogReport.Share share) {
    return new MongodbOplogShare()
        .namespace(share.namespace())
        .kind(MongodbOplogKind.fromString(share.kind().name()))
        .count(share.count());
  }

  private static MongodbOplogBackup toApi(BackupCover cover) {
    return new MongodbOplogBackup()
        .verdict(MongodbOplogBackupVerdict.fromString(cover.verdict().name()))
        .lastBackupTook(cover.lastBackupTook().map(Duration::toString).orElse(null))
        .message(cover.message());
  }

  static MongodbResyncAdvice toApi(ResyncAdvice advice) {
    return new MongodbResyncAdvice()
        .member(advice.member())
        .state(MongodbMemberState.fromString(advice.state().name()))
        .verdict(MongodbResyncVerdict.fromString(advice.verdict().name()))
        .message(advice.message())
        .appliedAt(advice.appliedAt().map(MongodbMapper::toApi).orElse(null))
        .sources(
            advice.sources().stream()
                .map(source ->
                    new MongodbResyncSource()
                        .member(source.member())
                        .oldestAt(toApi(source.oldest()))
                        .window(source.window().toString()))
                .toList())
        .margin(advice.margin().map(Duration::toString).orElse(null))
        .copyBytes(advice.copyBytes().orElse(null))
        .steps(advice.steps())
        .warnings(advice.warnings())
        .observedAt(toApi(advice.observedAt()));
  }

  static MongodbDatabase toApi(String member, DatabaseSize size) {
    return new MongodbDatabase()
        .name(size.name())
        .member(member)
        .collections(size.collections())
        .documents(size.documents())
        .dataBytes(size.dataBytes())
        .storageBytes(size.storageBytes())
        .indexBytes(size.indexBytes())
        .freeBytes(size.freeBytes());
  }

  static MongodbCollection toApi(String member, CollectionSize size) {
    return new MongodbCollection()
        .database(size.database())
        .collection(size.collection())
        .member(member)
        .documents(size.documents())
        .dataBytes(size.dataBytes())
        .storageBytes(size.storageBytes())
        .indexBytes(size.indexBytes())
        .freeBytes(size.freeBytes());
  }

  static MongodbOperation toApi(String member, RunningOperation operation) {
    return new MongodbOperation()
        .id(operation.id())
        .member(member)
        .kind(operation.kind())
        .namespace(operation.namespace())
        .command(operation.command().orElse(null))
        .client(operation.client().orElse(null))
        .plan(operation.plan().orElse(null))
        .running(operation.running().toString())
        .waitingForLock(operation.waitingForLock());
  }

  private static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
