package dev.binnacle.databases;

import dev.binnacle.api.model.Database;
import dev.binnacle.api.model.DatabaseEngine;
import dev.binnacle.api.model.DatabaseHealth;
import dev.binnacle.api.model.DatabaseMember;
import dev.binnacle.api.model.HealthReason;
import dev.binnacle.api.model.HealthSeverity;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.MemberRole;
import dev.binnacle.api.model.MemberState;
import dev.binnacle.api.model.MemberTags;
import dev.binnacle.api.model.OperationKind;
import dev.binnacle.api.model.OperationReference;
import dev.binnacle.api.model.OperationState;
import dev.binnacle.api.model.PostgresqlCluster;
import dev.binnacle.api.model.PostgresqlHistoryEntry;
import dev.binnacle.api.model.ScheduledSwitchover;
import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshot;
import dev.binnacle.health.Reason;
import dev.binnacle.platform.Address;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.patroni.Promotion;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Turns what is seen of databases into the contract's shapes. */
final class DatabaseMapper {

  private static final long LSN_HALF = 1L << 32;

  private DatabaseMapper() {}

  static Database toApi(DatabaseView view) {
    return new Database()
        .name(view.database().name())
        .engine(DatabaseEngine.fromString(view.database().engine().name()))
        .site(view.database().site())
        .health(
            new DatabaseHealth()
                .verdict(HealthVerdict.fromString(view.health().verdict().name()))
                .reasons(reasons(view.health().reasons())))
        .leader(view.leader().orElse(null))
        .membersTotal(view.members())
        .membersHealthy(view.membersHealthy())
        .postgresql(
            view.snapshot()
                .flatMap(snapshot ->
                    snapshot.cluster().value().map(cluster -> cluster(snapshot, cluster)))
                .orElse(null))
        .activeOperation(view.activeOperation().map(DatabaseMapper::toApi).orElse(null))
        .observedAt(toApi(view.observedAt()));
  }

  private static PostgresqlCluster cluster(PostgresqlSnapshot snapshot, ClusterState cluster) {
    return new PostgresqlCluster()
        .patroniVersion(
            snapshot
                .leader()
                .flatMap(leader -> snapshot.status(leader.name()))
                .flatMap(MemberStatus::patroniVersion)
                .orElse(null))
        .paused(cluster.paused())
        .timeline(snapshot.timeline().orElse(null))
        .scheduledSwitchover(
            cluster
                .scheduled()
                .filter(scheduled -> scheduled.at().isPresent())
                .map(scheduled ->
                    new ScheduledSwitchover()
                        .at(toApi(scheduled.at().orElseThrow()))
                        .from(scheduled.from().orElse(null))
                        .to(scheduled.to().orElse(null)))
                .orElse(null))
        .synchronousMode(
            snapshot.settings().value().map(ClusterSettings::synchronousMode).orElse(null));
  }

  private static OperationReference toApi(dev.binnacle.operations.OperationReference reference) {
    return new OperationReference()
        .id(reference.id())
        .kind(OperationKind.fromString(reference.kind()))
        .state(OperationState.fromString(reference.state().name()))
        .self(reference.self());
  }

  static DatabaseMember toApi(MemberHealth health) {
    var member = health.member();
    var tags = health.status().map(MemberStatus::tags).orElse(member.tags());
    return new DatabaseMember()
        .name(member.name())
        .role(MemberRole.fromString(member.role().kind().name()))
        .state(MemberState.fromString(member.state().kind().name()))
        .host(member.address().map(Address::host).orElse(""))
        .port(member.address().map(Address::port).orElse(null))
        .apiUrl(member.apiUrl().map(URI::toString).orElse(null))
        .timeline(health.timeline().orElse(null))
        .receiveLagBytes(
            health
                .standby()
                .flatMap(standby -> standby.written().lagBytes())
                .or(member::receiveLagBytes)
                .orElse(null))
        .replayLagBytes(
            health
                .standby()
                .flatMap(standby -> standby.replayed().lagBytes())
                .or(member::replayLagBytes)
                .orElse(null))
        .lagBytes(member.lagBytes().orElse(null))
        .lagKnown(health.lagKnown())
        .pendingRestart(
            member.pendingRestart()
                || health.status().map(MemberStatus::pendingRestart).orElse(false))
        .tags(
            new MemberTags()
                .nofailover(tags.nofailover())
                .noloadbalance(tags.noloadbalance())
                .clonefrom(tags.clonefrom())
                .nosync(tags.nosync())
                .failoverPriority(tags.failoverPriority().orElse(null)))
        .reachable(health.status().isPresent())
        .version(health.status().flatMap(MemberStatus::serverVersion).orElse(null))
        .healthy(health.isHealthy())
        .reasons(reasons(health.reasons()));
  }

  static List<HealthReason> reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(reason ->
            new HealthReason()
                .code(reason.code())
                .severity(HealthSeverity.fromString(reason.severity().name()))
                .message(reason.message())
                .member(reason.member().orElse(null)))
        .toList();
  }

  static PostgresqlHistoryEntry toApi(Promotion promotion) {
    return new PostgresqlHistoryEntry()
        .timeline(promotion.timeline())
        .lsn(lsn(promotion.lsn()))
        .reason(promotion.reason())
        .at(promotion.at().map(DatabaseMapper::toApi).orElse(null))
        .newLeader(promotion.newLeader().orElse(null));
  }

  /** A byte position as PostgreSQL writes it. */
  static String lsn(long position) {
    return "%X/%X".formatted(position / LSN_HALF, position % LSN_HALF);
  }

  static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
