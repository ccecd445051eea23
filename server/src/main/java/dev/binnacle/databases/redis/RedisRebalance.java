package dev.binnacle.databases.redis;

import dev.binnacle.databases.redis.RebalancePlan.Weighted;
import dev.binnacle.databases.redis.RebalanceWish.Weight;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Target;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;

/** Gives every master its part of the slots. */
@ApplicationScoped
public class RedisRebalance extends MoveProcedure<RebalanceWish> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_REBALANCE";

  /** Required by CDI. */
  protected RedisRebalance() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisRebalance(RedisDatabases databases) {
    super(databases, KIND, "rebalanceRedisCluster", RebalanceWish.class);
  }

  @Override
  public Proposal<MoveIntent> propose(Target target, RebalanceWish wish) {
    var picture = databases().visible(target.name());
    var moves = RebalancePlan.of(weighted(picture, wish), wish.threshold());
    var intent = new MoveIntent(target.name(), moves, wish.keysPerSecond(), wish.replaceKeys());
    var summary =
        moves.isEmpty()
            ? "Every master has its part of the slots already: nothing is to do."
            : "%d slots move until every master has its part.".formatted(intent.count());
    return new Proposal<>(
        intent, plan(picture, intent, summary), MoveGuards.evaluate(picture, moves));
  }

  private static List<Weighted> weighted(RedisPicture picture, RebalanceWish wish) {
    var weights = new HashMap<String, Double>();
    for (var weight : wish.weights()) {
      weights.put(named(picture, weight).id(), weight.weight());
    }
    var masters =
        picture.members().stream()
            .filter(member -> member.entry().leads())
            .filter(member ->
                wish.useEmptyMasters() || member.serves() || weights.containsKey(member.id()))
            .map(member ->
                new Weighted(SlotShare.of(member), weights.getOrDefault(member.id(), 1.0)))
            .toList();
    if (masters.stream().noneMatch(master -> master.weight() > 0)) {
      throw invalid("At least one master needs a weight above zero.");
    }
    return masters;
  }

  private static RedisMember named(RedisPicture picture, Weight weight) {
    return master(picture, weight.node())
        .orElseThrow(() -> invalid("\"" + weight.node() + "\" is no master."));
  }

  private static RuntimeException invalid(String why) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, why)
        .withErrors(List.of(Problem.Violation.at("/weights", why)))
        .withRemedy("GET …/redis/nodes shows the masters.")
        .asException();
  }
}
