package dev.binnacle.databases.redis;

import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Target;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Moves a number of slots from some masters, or all, to another one. */
@ApplicationScoped
public class RedisReshard extends MoveProcedure<ReshardWish> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_RESHARD";

  /** Required by CDI. */
  protected RedisReshard() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisReshard(RedisDatabases databases) {
    super(databases, KIND, "reshardRedisCluster", ReshardWish.class);
  }

  @Override
  public Proposal<MoveIntent> propose(Target target, ReshardWish wish) {
    var picture = databases().visible(target.name());
    var taker =
        master(picture, wish.target())
            .orElseThrow(() -> invalid("/target", "\"" + wish.target() + "\" is no master."));
    var givers = sources(picture, taker, wish);
    int have = givers.stream().mapToInt(giver -> giver.slots().count()).sum();
    if (wish.slots() > have) {
      throw invalid(
          "/slots",
          "%d slots were asked for, and the sources have %d.".formatted(wish.slots(), have));
    }
    var moves =
        ReshardPlan.of(givers.stream().map(SlotShare::of).toList(), taker.id(), wish.slots());
    var intent = new MoveIntent(target.name(), moves, wish.keysPerSecond(), wish.replaceKeys());
    var summary =
        "%d slots go to %s, from %d masters.".formatted(intent.count(), taker.name(), moves.size());
    return new Proposal<>(
        intent, plan(picture, intent, summary), MoveGuards.evaluate(picture, moves));
  }

  private static List<RedisMember> sources(
      RedisPicture picture, RedisMember taker, ReshardWish wish) {
    if (wish.sources().isEmpty()) {
      return picture.servingMasters().stream()
          .filter(master -> !master.id().equals(taker.id()))
          .toList();
    }
    return wish.sources().stream()
        .distinct()
        .map(name ->
            master(picture, name)
                .filter(giver -> !giver.id().equals(taker.id()))
                .orElseThrow(
                    () -> invalid("/sources", "\"" + name + "\" is no master besides the target.")))
        .distinct()
        .toList();
  }

  private static RuntimeException invalid(String pointer, String why) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, why)
        .withErrors(List.of(Problem.Violation.at(pointer, why)))
        .withRemedy("GET …/redis/nodes shows the masters and how many slots each has.")
        .asException();
  }
}
