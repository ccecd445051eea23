package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.RedisNode;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a node leaves a cluster, in the order of {@code redis-cli --cluster del-node}: emptied, its
 * replicas given to others, forgotten by everybody else, and only then told itself. A node that has
 * forgotten another one is deaf to all news of it for sixty seconds, and no longer: so nobody is
 * told while somebody does not answer, and whoever has learnt of it again is told again.
 */
final class RemoveNodeSteps {

  static final String MOVE_SLOTS = "move-slots";
  static final String MOVE_REPLICAS = "move-replicas";
  static final String FORGET = "forget-node";
  static final String RESET = "reset-node";
  static final String VERIFY = "verify-cluster";
  static final String STARTED_AT = "startedAt";
  static final String ENDED_AT = "endedAt";

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RedisDatabases databases;

  RemoveNodeSteps(RedisDatabases databases) {
    this.databases = databases;
  }

  List<Step<RemoveNodeIntent>> of(RemoveNodeIntent intent) {
    var steps = new ArrayList<Step<RemoveNodeIntent>>();
    if (intent.serves()) {
      steps.add(Step.of(MOVE_SLOTS, this::moveSlots));
    }
    if (intent.leads()) {
      steps.add(Step.of(MOVE_REPLICAS, this::moveReplicas));
    }
    steps.add(Step.of(FORGET, this::forget));
    if (intent.present()) {
      steps.add(Step.of(RESET, this::reset));
    }
    steps.add(Step.of(VERIFY, this::verify));
    return List.copyOf(steps);
  }

  private StepReport moveSlots(StepContext<RemoveNodeIntent> context) {
    begin(context);
    return new SlotMoves(databases, context.intent().slots()).run(context);
  }

  private static void begin(StepContext<RemoveNodeIntent> context) {
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
  }

  private StepReport moveReplicas(StepContext<RemoveNodeIntent> context) {
    var intent = context.intent();
    begin(context);
    context.await(
        "the replicas of " + intent.name() + " to follow others",
        PAUSE,
        () ->
            look(intent)
                .filter(picture -> {
                  requireEmpty(intent, picture);
                  return isLeft(context, picture);
                }));
    return StepReport.of("No replica follows " + intent.name() + " any more.");
  }

  /**
   * Whether all former followers hear another master; otherwise gives those that still follow to
   * whoever has fewest. When a master loses its last slot, Redis 7 has done that by itself.
   */
  private boolean isLeft(StepContext<RemoveNodeIntent> context, RedisPicture picture) {
    var intent = context.intent();
    var followers = picture.replicasOf(intent.id());
    for (var follower : followers) {
      if (follower.answers()) {
        var master = withFewestReplicas(picture, intent);
        context.beforeEffect(
            "Making %s a replica of %s.".formatted(follower.name(), master.name()));
        Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
          node(intent, follower).replicate(master.id());
          return true;
        });
        return false;
      }
    }
    return followers.stream().allMatch(follower -> intent.absent().contains(follower.id()))
        && picture.members().stream()
            .filter(member -> !member.id().equals(intent.id()))
            .flatMap(member -> member.report().stream())
            .allMatch(report -> report.facts().replication().linkUp());
  }

  private static RedisMember withFewestReplicas(RedisPicture picture, RemoveNodeIntent intent) {
    return picture.servingMasters().stream()
        .filter(master -> master.answers() && !master.id().equals(intent.id()))
        .min(
            Comparator.comparingInt((RedisMember each) -> picture.replicasOf(each.id()).size())
                .thenComparing(RedisMember::name))
        .orElseThrow(() -> changed("No other master with slots answers."));
  }

  private StepReport forget(StepContext<RemoveNodeIntent> context) {
    var intent = context.intent();
    begin(context);
    var awaited = new Awaited();
    context.await(
        () -> "every other node to forget " + intent.name() + awaited.words(),
        PAUSE,
        () -> look(intent).filter(picture -> isForgotten(context, picture, awaited)));
    return StepReport.of("No other node knows " + intent.name() + " any more.");
  }

  /** Who kept silent at the last look. */
  private static final class Awaited {

    private String silent = "";

    String words() {
      return silent.isEmpty() ? "" : "; " + silent + " does not answer";
    }
  }

  /** Whether nobody knew the node; otherwise tells all who do, provided that everybody answers. */
  private boolean isForgotten(
      StepContext<RemoveNodeIntent> context, RedisPicture picture, Awaited awaited) {
    var intent = context.intent();
    var silent =
        picture.members().stream()
            .filter(member -> !member.answers() && !member.id().equals(intent.id()))
            .filter(member -> !intent.absent().contains(member.id()))
            .map(RedisMember::name)
            .collect(Collectors.joining(", "));
    awaited.silent = silent;
    if (!silent.isEmpty()) {
      return false;
    }
    requireEmpty(intent, picture);
    if (!picture.replicasOf(intent.id()).stream().allMatch(follower -> !follower.answers())) {
      isLeft(context, picture);
      return false;
    }
    var knowing = knowing(picture, intent);
    for (var member : knowing) {
      context.beforeEffect("Making " + member.name() + " forget " + intent.name() + ".");
      Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
        node(intent, member).forget(intent.id());
        return true;
      });
    }
    return knowing.isEmpty();
  }

  private static List<RedisMember> knowing(RedisPicture picture, RemoveNodeIntent intent) {
    return picture.members().stream()
        .filter(member -> !member.id().equals(intent.id()))
        .filter(
            member -> member.report().filter(report -> knows(report.view(), intent)).isPresent())
        .toList();
  }

  private static boolean knows(ClusterView view, RemoveNodeIntent intent) {
    return view.node(intent.id()).isPresent();
  }

  /** A node that serves slots, or serves some again, takes their keys along. */
  private static void requireEmpty(RemoveNodeIntent intent, RedisPicture picture) {
    Optional.ofNullable(picture.membersById().get(intent.id()))
        .filter(RedisMember::serves)
        .ifPresent(node -> {
          throw changed(node.name() + " serves %d slots by now.".formatted(node.slots().count()));
        });
  }

  private static ProblemException changed(String why) {
    return Problem.of(ProblemCode.PLATFORM_CHANGED, why)
        .withRemedy("Look at the nodes of the cluster, and start again when it is at rest.")
        .asException();
  }

  private StepReport reset(StepContext<RemoveNodeIntent> context) {
    var intent = context.intent();
    var node = databases.node(intent.database(), intent.address().orElseThrow());
    context.await(
        intent.name() + " to be alone",
        PAUSE,
        () ->
            Tolerance.SILENCE
                .ask(() -> isAlone(context, node.expectingAbsence()))
                .filter(Boolean::booleanValue));
    return StepReport.of(intent.name() + " knows nobody any more, and has no data.");
  }

  /** Whether it knew nobody; otherwise makes it forget everybody. */
  private boolean isAlone(StepContext<RemoveNodeIntent> context, RedisNode node) {
    var intent = context.intent();
    var view = node.report().view();
    if (!view.myself().equals(intent.id()) || view.nodes().size() == 1) {
      return true;
    }
    if (!view.own().slots().none()) {
      throw changed(intent.name() + " serves slots by now.");
    }
    context.beforeEffect("Resetting " + intent.name() + ".");
    node.reset();
    return false;
  }

  private StepReport verify(StepContext<RemoveNodeIntent> context) {
    var intent = context.intent();
    var picture =
        context.await(
            "the cluster to be whole without " + intent.name(),
            PAUSE,
            () -> look(intent).filter(seen -> isWhole(seen, intent)));
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return StepReport.of(
        "The others serve all slots and agree.",
        Fact.of("nodesThatAnswer", picture.views().size()));
  }

  private static boolean isWhole(RedisPicture picture, RemoveNodeIntent intent) {
    return knowing(picture, intent).isEmpty()
        && picture.uncovered().none()
        && picture.distributions().values().stream().distinct().count() == 1;
  }

  private Optional<RedisPicture> look(RemoveNodeIntent intent) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> databases.visibleInChange(intent.database()));
  }

  private RedisNode node(RemoveNodeIntent intent, RedisMember member) {
    return databases.node(intent.database(), member.entry().address().orElseThrow());
  }
}
