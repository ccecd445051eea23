package dev.binnacle.databases.redis;

import dev.binnacle.health.Severity;
import dev.binnacle.operations.Fact;
import dev.binnacle.platform.redis.NodeFacts;
import dev.binnacle.platform.redis.NodeFacts.Memory;
import dev.binnacle.platform.redis.NodeFacts.Persistence;
import java.util.List;

/** What is to be said about a single node, from what it says of itself. Pure. */
final class NodeCondition {

  private static final double NEARLY_FULL = 0.9;
  private static final double FRAGMENTED = 1.5;

  /** Below this much, a ratio says more about the size of the process than about its data. */
  private static final long FRAGMENTED_BYTES = 100L << 20;

  private NodeCondition() {}

  static void examine(RedisMember member, NodeFacts facts, List<RedisFinding> findings) {
    replication(member, facts, findings);
    memory(member, facts.memory(), findings);
    persistence(member, facts.persistence(), findings);
  }

  private static void replication(
      RedisMember member, NodeFacts facts, List<RedisFinding> findings) {
    if (!facts.replication().linkUp()) {
      findings.add(
          RedisFinding.about(
              member,
              "REPLICA_LINK_DOWN",
              Severity.WARNING,
              "The replica " + member.name() + " does not hear its master.",
              Fact.of("synchronizing", facts.replication().synchronizing())));
    }
  }

  private static void memory(RedisMember member, Memory memory, List<RedisFinding> findings) {
    memory
        .limitBytes()
        .filter(limit -> memory.usedBytes() > limit * NEARLY_FULL)
        .ifPresent(limit ->
            findings.add(
                RedisFinding.about(
                    member,
                    "MEMORY_NEARLY_FULL",
                    Severity.WARNING,
                    member.name() + " has nearly reached its maxmemory.",
                    Fact.of("usedBytes", memory.usedBytes()),
                    Fact.of("limitBytes", limit),
                    Fact.of("policy", memory.policy()))));
    if (memory.fragmentationRatio() > FRAGMENTED
        && memory.fragmentationBytes() > FRAGMENTED_BYTES) {
      findings.add(
          RedisFinding.about(
              member,
              "MEMORY_FRAGMENTED",
              Severity.INFO,
              member.name() + " holds much more memory than its data needs.",
              Fact.of("fragmentationRatio", memory.fragmentationRatio()),
              Fact.of("fragmentationBytes", memory.fragmentationBytes())));
    }
  }

  private static void persistence(
      RedisMember member, Persistence persistence, List<RedisFinding> findings) {
    if (persistence.loading()) {
      findings.add(
          RedisFinding.about(
              member,
              "NODE_LOADING",
              Severity.WARNING,
              member.name() + " still reads its data from disk."));
    }
    if (!persistence.lastSnapshotSucceeded()) {
      findings.add(
          RedisFinding.about(
              member,
              "SNAPSHOT_FAILED",
              Severity.WARNING,
              "The last snapshot of " + member.name() + " failed.",
              Fact.of("changesSinceSnapshot", persistence.changesSinceSnapshot())));
    }
    var file = persistence.appendOnlyFile();
    if (file.enabled() && !(file.lastWriteSucceeded() && file.lastRewriteSucceeded())) {
      findings.add(
          RedisFinding.about(
              member,
              "APPEND_ONLY_FILE_FAILED",
              Severity.WARNING,
              "The append-only file of " + member.name() + " could not be written.",
              Fact.of("lastWriteSucceeded", file.lastWriteSucceeded()),
              Fact.of("lastRewriteSucceeded", file.lastRewriteSucceeded())));
    }
  }
}
