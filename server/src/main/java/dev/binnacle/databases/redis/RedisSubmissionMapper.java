package dev.binnacle.databases.redis;

import dev.binnacle.api.model.AddRedisNodeRequest;
import dev.binnacle.api.model.RedisFixSlotsRequest;
import dev.binnacle.api.model.RedisNodeRequest;
import dev.binnacle.api.model.RedisRebalanceRequest;
import dev.binnacle.api.model.RedisReshardRequest;
import dev.binnacle.api.model.RedisRole;
import dev.binnacle.api.model.RemoveRedisNodeRequest;
import dev.binnacle.databases.redis.RebalanceWish.Weight;
import dev.binnacle.http.Request;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.RequestedTimes;
import dev.binnacle.operations.Submission;
import dev.binnacle.platform.Address;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the contract's requests for procedures on Redis Clusters into submissions. */
@ApplicationScoped
class RedisSubmissionMapper {

  private static final Duration USUAL_NODE_TIME_LIMIT = Duration.ofMinutes(10);
  private static final Duration USUAL_MOVE_TIME_LIMIT = Duration.ofHours(1);
  private static final double USUAL_THRESHOLD = 2;
  private static final Duration LONGEST_TIME_LIMIT = Duration.ofHours(24);

  private final RedisDatabases databases;
  private final RedisFailover failover;
  private final RedisSnapshot snapshot;
  private final RedisRewrite rewrite;
  private final RedisReshard reshard;
  private final RedisRebalance rebalance;
  private final RedisFixSlots fixSlots;
  private final RedisAddNode addNode;
  private final RedisRemoveNode removeNode;
  private final Clock clock;

  /** Required by CDI. */
  protected RedisSubmissionMapper() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  RedisSubmissionMapper(
      RedisDatabases databases,
      RedisFailover failover,
      RedisSnapshot snapshot,
      RedisRewrite rewrite,
      RedisReshard reshard,
      RedisRebalance rebalance,
      RedisFixSlots fixSlots,
      RedisAddNode addNode,
      RedisRemoveNode removeNode,
      Clock clock) {
    this.databases = databases;
    this.failover = failover;
    this.snapshot = snapshot;
    this.rewrite = rewrite;
    this.reshard = reshard;
    this.rebalance = rebalance;
    this.fixSlots = fixSlots;
    this.addNode = addNode;
    this.removeNode = removeNode;
    this.clock = clock;
  }

  /** A failover. */
  Submission<NodeWish> failover(
      String database, String node, RedisNodeRequest body, Request request) {
    return ofNode(failover, database, node, body, request);
  }

  /** A snapshot. */
  Submission<NodeWish> snapshot(
      String database, String node, RedisNodeRequest body, Request request) {
    return ofNode(snapshot, database, node, body, request);
  }

  /** A rewrite of the append-only file. */
  Submission<NodeWish> rewrite(
      String database, String node, RedisNodeRequest body, Request request) {
    return ofNode(rewrite, database, node, body, request);
  }

  private Submission<NodeWish> ofNode(
      Procedure<NodeWish, ?> procedure,
      String database,
      String node,
      RedisNodeRequest body,
      Request request) {
    return new Submission<>(
        procedure,
        RedisTarget.of(databases.described(database)),
        new NodeWish(node),
        request.caller(),
        body.getReason(),
        Optional.empty(),
        false,
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_NODE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  /** Slots to one master. */
  Submission<ReshardWish> reshard(String database, RedisReshardRequest body, Request request) {
    return new Submission<>(
        reshard,
        RedisTarget.of(databases.described(database)),
        new ReshardWish(
            body.getTarget(),
            Optional.ofNullable(body.getSources()).orElse(List.of()),
            body.getSlots(),
            Optional.ofNullable(body.getKeysPerSecond()),
            Boolean.TRUE.equals(body.getReplaceKeys())),
        request.caller(),
        body.getReason(),
        at(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_MOVE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  /** Every master its part. */
  Submission<RebalanceWish> rebalance(
      String database, RedisRebalanceRequest body, Request request) {
    return new Submission<>(
        rebalance,
        RedisTarget.of(databases.described(database)),
        new RebalanceWish(
            Optional.ofNullable(body.getWeights()).orElse(List.of()).stream()
                .map(weight -> new Weight(weight.getNode(), weight.getWeight()))
                .toList(),
            Optional.ofNullable(body.getThreshold()).orElse(USUAL_THRESHOLD),
            Boolean.TRUE.equals(body.getUseEmptyMasters()),
            Optional.ofNullable(body.getKeysPerSecond()),
            Boolean.TRUE.equals(body.getReplaceKeys())),
        request.caller(),
        body.getReason(),
        at(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_MOVE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  /** No slot left open. */
  Submission<FixWish> fixSlots(String database, RedisFixSlotsRequest body, Request request) {
    return new Submission<>(
        fixSlots,
        RedisTarget.of(databases.described(database)),
        new FixWish(Boolean.TRUE.equals(body.getReplaceKeys())),
        request.caller(),
        body.getReason(),
        Optional.empty(),
        false,
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_MOVE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  /** One node more. */
  Submission<AddNodeWish> addNode(String database, AddRedisNodeRequest body, Request request) {
    return new Submission<>(
        addNode,
        RedisTarget.of(databases.described(database)),
        new AddNodeWish(
            listener(body.getAddress()), body.getRole() == RedisRole.REPLICA, master(body)),
        request.caller(),
        body.getReason(),
        at(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_MOVE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  private static Address listener(String text) {
    return Address.parse(text)
        .orElseThrow(() -> invalid("/address", "\"" + text + "\" is not a host and a port."));
  }

  private static Optional<String> master(AddRedisNodeRequest body) {
    if (body.getMaster() != null && body.getRole() != RedisRole.REPLICA) {
      throw invalid("/master", "Only a replica has a master: the role has to be REPLICA.");
    }
    return Optional.ofNullable(body.getMaster());
  }

  private static RuntimeException invalid(String pointer, String why) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, why)
        .withErrors(List.of(Problem.Violation.at(pointer, why)))
        .withRemedy("Correct what errors names.")
        .asException();
  }

  /** One node less. */
  Submission<RemoveNodeWish> removeNode(
      String database, String node, RemoveRedisNodeRequest body, Request request) {
    return new Submission<>(
        removeNode,
        RedisTarget.of(databases.described(database)),
        new RemoveNodeWish(
            node,
            Optional.ofNullable(body.getKeysPerSecond()),
            Boolean.TRUE.equals(body.getReplaceKeys())),
        request.caller(),
        body.getReason(),
        at(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), USUAL_MOVE_TIME_LIMIT, LONGEST_TIME_LIMIT),
        request.idempotencyHash());
  }

  private Optional<Instant> at(OffsetDateTime time) {
    return RequestedTimes.schedule(
        Optional.ofNullable(time).map(OffsetDateTime::toInstant), clock.instant());
  }

  private static Set<String> names(List<String> guards) {
    return Set.copyOf(Optional.ofNullable(guards).orElse(List.of()));
  }
}
