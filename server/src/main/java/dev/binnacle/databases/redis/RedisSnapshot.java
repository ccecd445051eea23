package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.redis.NodeFacts.Persistence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Lets a node write a snapshot, and waits until its LASTSAVE proves it. */
@ApplicationScoped
public class RedisSnapshot extends DiskProcedure {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_SNAPSHOT";

  private static final String BEFORE = "lastSnapshotBefore";
  private static final String AFTER = "lastSnapshotAfter";

  /** Required by CDI. */
  protected RedisSnapshot() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisSnapshot(RedisDatabases databases) {
    super(databases, KIND, "saveRedisNode", "save-snapshot");
  }

  @Override
  public Proposal<NodeIntent> propose(Target target, NodeWish wish) {
    var known = known(target, wish);
    var persistence = known.report().facts().persistence();
    var plan =
        plan(
            known.intent().address() + " writes a snapshot.",
            "Save a snapshot",
            "Sends BGSAVE SCHEDULE, and waits until LASTSAVE is later than "
                + persistence.lastSnapshot()
                + ".",
            known.intent());
    return new Proposal<>(known.intent(), plan, List.of(loaded(persistence)));
  }

  private static GuardResult loaded(Persistence persistence) {
    return persistence.loading()
        ? GuardResult.forbid("NODE_LOADED", "The node still reads its data from disk.")
        : GuardResult.pass(
            "NODE_LOADED",
            "The node has all its data.",
            Fact.of("changesSinceSnapshot", persistence.changesSinceSnapshot()));
  }

  @Override
  void rememberBefore(StepContext<NodeIntent> context, Persistence persistence) {
    context.rememberFirst(BEFORE, persistence.lastSnapshot().toString());
  }

  @Override
  boolean isWriting(Persistence persistence) {
    return persistence.snapshotRunning() || persistence.appendOnlyFile().rewriteRunning();
  }

  /** LASTSAVE counts whole seconds: one within the same second is no proof, and another is made. */
  @Override
  boolean isDone(StepContext<NodeIntent> context, Persistence persistence) {
    return persistence.lastSnapshot().isAfter(Instant.parse(context.recallKept(BEFORE)));
  }

  @Override
  boolean hasFailed(Persistence persistence) {
    return !persistence.lastSnapshotSucceeded();
  }

  @Override
  void begin(NodeIntent intent) {
    databases().node(intent.database(), intent.address()).beginSnapshot();
  }

  @Override
  StepReport report(StepContext<NodeIntent> context, Persistence persistence) {
    context.remember(AFTER, persistence.lastSnapshot().toString());
    return StepReport.of(
        "The snapshot of " + context.intent().address() + " is on disk.",
        Fact.of("lastSave", persistence.lastSnapshot()));
  }

  @Override
  public Object result(StepContext<NodeIntent> context) {
    return new SnapshotResult(
        KIND,
        context.intent().address().toString(),
        Instant.parse(context.recallKept(BEFORE)),
        Instant.parse(context.recallKept(AFTER)),
        duration(context));
  }
}
