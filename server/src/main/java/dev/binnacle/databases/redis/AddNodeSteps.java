package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.RedisNode;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How a server joins a cluster, in the order of {@code redis-cli --cluster add-node}. */
final class AddNodeSteps {

  static final String JOIN = "join-cluster";
  static final String COPY_FUNCTIONS = "copy-functions";
  static final String REPLICATE = "replicate";
  static final String VERIFY = "verify-cluster";
  static final String STARTED_AT = "startedAt";
  static final String ENDED_AT = "endedAt";

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** What was asked for takes effect within a second or so. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final RedisDatabases databases;

  AddNodeSteps(RedisDatabases databases) {
    this.databases = databases;
  }

  List<Step<AddNodeIntent>> of(AddNodeIntent intent) {
    var steps = new ArrayList<Step<AddNodeIntent>>();
    steps.add(Step.of(JOIN, this::join));
    if (intent.takesFunctions()) {
      steps.add(Step.of(COPY_FUNCTIONS, this::copyFunctions));
    }
    if (intent.replica()) {
      steps.add(Step.of(REPLICATE, this::replicate));
    }
    steps.add(Step.of(VERIFY, this::verify));
    return List.copyOf(steps);
  }

  private StepReport join(StepContext<AddNodeIntent> context) {
    var intent = context.intent();
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    var asked = new AskedAt();
    var picture =
        context.await(
            "every node to know " + intent.address(),
            PAUSE,
            () -> {
              var seen = look(intent);
              if (seen.isEmpty() || isKnownEverywhere(seen.get(), intent)) {
                return seen;
              }
              if (asked.before(ASK_AGAIN)) {
                Tolerance.SILENCE.ask(() -> meet(context, seen.get()));
                asked.now();
              }
              return Optional.empty();
            });
    return StepReport.of(
        intent.address() + " belongs to the cluster.", Fact.of("nodes", picture.members().size()));
  }

  private Optional<RedisPicture> look(AddNodeIntent intent) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> databases.visibleInChange(intent.database()));
  }

  private static boolean isKnownEverywhere(RedisPicture picture, AddNodeIntent intent) {
    var views = picture.views();
    return views.containsKey(intent.id())
        && views.values().stream()
            .allMatch(view -> view.node(intent.id()).filter(NodeEntry::joined).isPresent());
  }

  /**
   * The node asks the cluster, whose addresses are known as the nodes themselves know them. One
   * that it has met tells the others of it, unless those had to forget it less than a minute ago:
   * then it asks each of them.
   */
  private boolean meet(StepContext<AddNodeIntent> context, RedisPicture picture) {
    var intent = context.intent();
    var node = node(intent);
    var report = node.report();
    requireAlone(intent, picture, report);
    var strange =
        picture.members().stream()
            .filter(member -> !member.id().equals(intent.id()))
            .filter(member ->
                member
                    .report()
                    .filter(known -> known.view().node(intent.id()).isEmpty())
                    .isPresent())
            .sorted(Comparator.comparing(member -> !member.serves()))
            .limit(report.view().nodes().size() == 1 ? 1 : Long.MAX_VALUE)
            .map(RedisMember::entry)
            .toList();
    for (var member : strange) {
      context.beforeEffect("Making %s meet the cluster.".formatted(intent.address()));
      node.meet(member.address().orElseThrow(), member.busPort());
    }
    return true;
  }

  /** Two clusters must never become one: what was so when the plan was made has to be so now. */
  private static void requireAlone(AddNodeIntent intent, RedisPicture picture, NodeReport report) {
    if (!report.view().myself().equals(intent.id())) {
      throw changed("Another node listens at " + intent.address() + " now.");
    }
    var members = picture.membersById();
    boolean alone =
        report.view().nodes().stream()
            .filter(NodeEntry::joined)
            .allMatch(other -> other.id().equals(intent.id()) || members.containsKey(other.id()));
    if (!alone || !report.view().own().slots().none()) {
      throw changed(intent.address() + " has joined another cluster meanwhile.");
    }
  }

  private static ProblemException changed(String why) {
    return Problem.of(ProblemCode.PLATFORM_CHANGED, why)
        .withRemedy("Look at the nodes of the cluster, and start again for the one you mean.")
        .asException();
  }

  private RedisNode node(AddNodeIntent intent) {
    return databases.node(intent.database(), intent.address()).expectingAbsence();
  }

  private StepReport copyFunctions(StepContext<AddNodeIntent> context) {
    var intent = context.intent();
    return context.await(
        intent.address() + " to have the functions",
        PAUSE,
        () ->
            look(intent)
                .flatMap(picture ->
                    Tolerance.SILENCE
                        .ask(() -> giveFunctions(context, picture))
                        .filter(Boolean::booleanValue)
                        .map(given -> StepReport.of("The node has the cluster's functions."))));
  }

  /** Whether they are there now; libraries that it has already are replaced by themselves. */
  private boolean giveFunctions(StepContext<AddNodeIntent> context, RedisPicture picture) {
    var intent = context.intent();
    var giver =
        picture.servingMasters().stream()
            .filter(RedisMember::answers)
            .filter(master -> !master.id().equals(intent.id()))
            .findFirst();
    if (giver.isEmpty()) {
      return false;
    }
    var wanted =
        databases.node(intent.database(), giver.get().entry().address().orElseThrow()).functions();
    var node = node(intent);
    if (wanted.isEmpty() || node.functions().filter(wanted.get()::sameAs).isPresent()) {
      return true;
    }
    context.beforeEffect("Giving " + intent.address() + " the functions of the cluster.");
    node.restore(wanted.get());
    return true;
  }

  private StepReport replicate(StepContext<AddNodeIntent> context) {
    var intent = context.intent();
    var master = intent.master().orElseThrow();
    var asked = new AskedAt();
    context.await(
        intent.address() + " to have the data of " + intent.masterName().orElseThrow(),
        PAUSE,
        () -> {
          var seen = look(intent);
          seen.ifPresent(picture -> requireMaster(intent, picture));
          var node =
              seen.flatMap(picture -> Optional.ofNullable(picture.membersById().get(intent.id())));
          boolean follows =
              node.flatMap(known -> known.entry().master()).filter(master::equals).isPresent();
          if (follows) {
            return node.flatMap(RedisMember::report)
                .filter(report -> report.facts().replication().linkUp());
          }
          if (node.filter(RedisMember::answers).isPresent() && asked.before(ASK_AGAIN)) {
            context.beforeEffect("Making " + intent.address() + " a replica.");
            Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
              node(intent).replicate(master);
              return true;
            });
            asked.now();
          }
          return Optional.empty();
        });
    return StepReport.of(
        intent.address() + " has the data of " + intent.masterName().orElseThrow() + ".");
  }

  private static void requireMaster(AddNodeIntent intent, RedisPicture picture) {
    Optional.ofNullable(picture.membersById().get(intent.master().orElseThrow()))
        .filter(master -> master.answers() && !master.entry().leads())
        .ifPresent(former -> {
          throw changed(former.name() + " is no master any more.");
        });
  }

  private StepReport verify(StepContext<AddNodeIntent> context) {
    var intent = context.intent();
    var picture =
        context.await(
            "the nodes to agree on the new one",
            PAUSE,
            () -> look(intent).filter(seen -> isSettled(seen, intent)));
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return StepReport.of("All nodes agree.", Fact.of("nodesThatAnswer", picture.views().size()));
  }

  private static boolean isSettled(RedisPicture picture, AddNodeIntent intent) {
    return isKnownEverywhere(picture, intent)
        && picture.distributions().values().stream().distinct().count() == 1
        && picture.views().values().stream()
            .allMatch(view ->
                view.node(intent.id())
                    .filter(node -> node.master().equals(intent.master()))
                    .isPresent());
  }
}
