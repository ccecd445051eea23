package dev.binnacle.databases.redis;

import dev.binnacle.api.model.DatabaseHealth;
import dev.binnacle.api.model.Fact;
import dev.binnacle.api.model.HealthReason;
import dev.binnacle.api.model.HealthSeverity;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.RedisAppendOnlyFile;
import dev.binnacle.api.model.RedisCheck;
import dev.binnacle.api.model.RedisMemory;
import dev.binnacle.api.model.RedisNode;
import dev.binnacle.api.model.RedisOpenSlot;
import dev.binnacle.api.model.RedisPersistence;
import dev.binnacle.api.model.RedisRole;
import dev.binnacle.api.model.RedisSlotRange;
import dev.binnacle.api.model.RedisSlowCommand;
import dev.binnacle.health.Health;
import dev.binnacle.platform.redis.NodeFacts;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.Slots;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what is seen of Redis Clusters into the contract's shapes. */
final class RedisMapper {

  private RedisMapper() {}

  static RedisCheck check(RedisPicture picture) {
    var uncovered = picture.uncovered();
    var members = picture.members();
    return new RedisCheck()
        .health(health(RedisHealth.of(picture)))
        .findings(RedisHealth.findings(picture).stream().map(RedisMapper::toApi).toList())
        .slotsCovered(Slots.ALL - uncovered.count())
        .slotsUncovered(slots(uncovered))
        .openSlots(picture.openSlots().stream().map(RedisMapper::toApi).toList())
        .nodesAgree(Set.copyOf(picture.distributions().values()).size() <= 1)
        .masters((int) members.stream().filter(RedisMember::serves).count())
        .replicas((int) members.stream().filter(member -> !member.entry().leads()).count())
        .observedAt(toApi(picture.observedAt()));
  }

  private static DatabaseHealth health(Health health) {
    return new DatabaseHealth()
        .verdict(HealthVerdict.fromString(health.verdict().name()))
        .reasons(
            health.reasons().stream()
                .map(reason ->
                    new HealthReason()
                        .code(reason.code())
                        .severity(HealthSeverity.fromString(reason.severity().name()))
                        .message(reason.message())
                        .member(reason.member().orElse(null)))
                .toList());
  }

  private static dev.binnacle.api.model.RedisFinding toApi(RedisFinding finding) {
    return new dev.binnacle.api.model.RedisFinding()
        .code(finding.code())
        .severity(HealthSeverity.fromString(finding.severity().name()))
        .message(finding.message())
        .node(finding.node().orElse(null))
        .evidence(
            finding.evidence().stream()
                .map(fact -> new Fact().name(fact.name()).value(fact.value()))
                .toList());
  }

  private static RedisOpenSlot toApi(OpenSlot slot) {
    return new RedisOpenSlot()
        .slot(slot.slot())
        .owner(slot.owner().orElse(null))
        .migratingAt(slot.migrating().keySet().stream().sorted().toList())
        .importingAt(slot.importing().keySet().stream().sorted().toList());
  }

  private static List<RedisSlotRange> slots(Slots slots) {
    return slots.ranges().stream()
        .map(range -> new RedisSlotRange().first(range.first()).last(range.last()))
        .toList();
  }

  static RedisNode toApi(RedisPicture picture, RedisMember member) {
    var entry = member.entry();
    var facts = member.report().map(NodeReport::facts);
    var node =
        new RedisNode()
            .id(entry.id())
            .name(member.name())
            .role(entry.leads() ? RedisRole.MASTER : RedisRole.REPLICA)
            .masterId(entry.master().orElse(null))
            .slots(slots(entry.slots()))
            .slotCount(entry.slots().count())
            .epoch(entry.epoch())
            .flags(entry.flags().stream().filter(flag -> !flag.equals("myself")).sorted().toList())
            .reachable(member.answers())
            .silence(member.silence().orElse(null));
    facts.ifPresent(known -> fill(node, known));
    if (!entry.leads()) {
      node.replicationLinkUp(facts.map(known -> known.replication().linkUp()).orElse(null))
          .replicationLagBytes(lag(picture, member).orElse(null));
    }
    return node;
  }

  private static Optional<Long> lag(RedisPicture picture, RedisMember replica) {
    return replica
        .entry()
        .master()
        .flatMap(master -> Optional.ofNullable(picture.membersById().get(master)))
        .flatMap(master -> FailoverGuards.lagBytes(replica, master));
  }

  private static void fill(RedisNode node, NodeFacts facts) {
    node.version(facts.version())
        .uptime(toApi(facts.uptime()))
        .clients(facts.clients())
        .operationsPerSecond(facts.operationsPerSecond())
        .keys(facts.keys())
        .memory(memory(facts.memory()))
        .persistence(persistence(facts.persistence()));
  }

  private static RedisMemory memory(NodeFacts.Memory memory) {
    return new RedisMemory()
        .usedBytes(memory.usedBytes())
        .residentBytes(memory.residentBytes())
        .peakBytes(memory.peakBytes())
        .limitBytes(memory.limitBytes().orElse(null))
        .policy(memory.policy())
        .fragmentationRatio(memory.fragmentationRatio())
        .fragmentationBytes(memory.fragmentationBytes())
        .evictedKeys(memory.evictedKeys());
  }

  private static RedisPersistence persistence(NodeFacts.Persistence persistence) {
    var file = persistence.appendOnlyFile();
    return new RedisPersistence()
        .loading(persistence.loading())
        .snapshotRunning(persistence.snapshotRunning())
        .lastSnapshotAt(toApi(persistence.lastSnapshot()))
        .lastSnapshotSucceeded(persistence.lastSnapshotSucceeded())
        .changesSinceSnapshot(persistence.changesSinceSnapshot())
        .appendOnlyFile(
            new RedisAppendOnlyFile()
                .enabled(file.enabled())
                .rewriteRunning(file.rewriteRunning() || file.rewriteScheduled())
                .lastRewriteSucceeded(file.lastRewriteSucceeded())
                .lastWriteSucceeded(file.lastWriteSucceeded())
                .sizeBytes(file.sizeBytes().orElse(null))
                .baseSizeBytes(file.baseSizeBytes().orElse(null)));
  }

  static RedisSlowCommand toApi(RedisSlowLog.Entry entry) {
    var command = entry.command();
    return new RedisSlowCommand()
        .node(entry.node())
        .id(command.id())
        .at(toApi(command.at()))
        .duration(toApi(command.duration()))
        .words(command.words())
        .client(command.client())
        .clientName(command.clientName().isEmpty() ? null : command.clientName());
  }

  private static String toApi(Duration duration) {
    return duration.toString();
  }

  private static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
