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
import java.util.List;
import java.util.Optional;

/** Lets a node write its append-only file anew. */
@ApplicationScoped
public class RedisRewrite extends DiskProcedure {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_REWRITE";

  static final String APPEND_ONLY_FILE_KEPT = "APPEND_ONLY_FILE_KEPT";

  private static final String REWRITES_BEFORE = "rewritesBefore";
  private static final String SIZE_BEFORE = "sizeBefore";
  private static final String SIZE_AFTER = "sizeAfter";

  /** Required by CDI. */
  protected RedisRewrite() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisRewrite(RedisDatabases databases) {
    super(databases, KIND, "rewriteRedisNode", "rewrite-file");
  }

  @Override
  public Proposal<NodeIntent> propose(Target target, NodeWish wish) {
    var known = known(target, wish);
    var plan =
        plan(
            known.intent().address() + " writes its append-only file anew.",
            "Rewrite the append-only file",
            "Sends BGREWRITEAOF, and waits until the node counts one more rewrite.",
            known.intent());
    return new Proposal<>(
        known.intent(), plan, List.of(kept(known.report().facts().persistence())));
  }

  private static GuardResult kept(Persistence persistence) {
    var file = persistence.appendOnlyFile();
    return file.enabled()
        ? GuardResult.pass(
            APPEND_ONLY_FILE_KEPT,
            "The node keeps an append-only file.",
            Fact.of("sizeBytes", file.sizeBytes().orElse(0L)),
            Fact.of("baseSizeBytes", file.baseSizeBytes().orElse(0L)))
        : GuardResult.forbid(APPEND_ONLY_FILE_KEPT, "The node keeps no append-only file.");
  }

  /** A restart begins the count anew: then another rewrite is made. */
  @Override
  void rememberBefore(StepContext<NodeIntent> context, Persistence persistence) {
    long rewrites = persistence.appendOnlyFile().rewrites();
    boolean restarted =
        context
            .recall(REWRITES_BEFORE)
            .filter(before -> Long.parseLong(before) > rewrites)
            .isPresent();
    if (restarted || context.recall(REWRITES_BEFORE).isEmpty()) {
      context.remember(REWRITES_BEFORE, String.valueOf(rewrites));
    }
    persistence
        .appendOnlyFile()
        .sizeBytes()
        .ifPresent(size -> context.rememberFirst(SIZE_BEFORE, size.toString()));
  }

  @Override
  boolean isWriting(Persistence persistence) {
    var file = persistence.appendOnlyFile();
    return file.rewriteRunning() || file.rewriteScheduled() || persistence.snapshotRunning();
  }

  @Override
  boolean isDone(StepContext<NodeIntent> context, Persistence persistence) {
    return persistence.appendOnlyFile().rewrites()
            > Long.parseLong(context.recallKept(REWRITES_BEFORE))
        && persistence.appendOnlyFile().lastRewriteSucceeded();
  }

  @Override
  boolean hasFailed(Persistence persistence) {
    return !persistence.appendOnlyFile().lastRewriteSucceeded();
  }

  @Override
  void begin(NodeIntent intent) {
    databases().node(intent.database(), intent.address()).beginRewrite();
  }

  @Override
  StepReport report(StepContext<NodeIntent> context, Persistence persistence) {
    var size = persistence.appendOnlyFile().sizeBytes();
    size.ifPresent(bytes -> context.remember(SIZE_AFTER, bytes.toString()));
    return StepReport.of(
        "The append-only file of " + context.intent().address() + " is written anew.",
        Fact.of("sizeBytes", size.orElse(0L)));
  }

  @Override
  public Object result(StepContext<NodeIntent> context) {
    return new RewriteResult(
        KIND,
        context.intent().address().toString(),
        size(context, SIZE_BEFORE),
        size(context, SIZE_AFTER),
        duration(context));
  }

  private static Optional<Long> size(StepContext<NodeIntent> context, String key) {
    return context.recall(key).map(Long::valueOf);
  }
}
