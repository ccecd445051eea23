package dev.binnacle.databases.redis;

import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.redis.Functions;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lets a server that runs alone join a Redis Cluster, as a master without slots or a replica. */
@ApplicationScoped
public class RedisAddNode implements Procedure<AddNodeWish, AddNodeIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_ADD_NODE";

  private static final ProcedureProfile<AddNodeWish, AddNodeIntent> PROFILE =
      ProcedureProfile.harmless(
          KIND,
          "addRedisNode",
          ProcedureProfile.DISRUPTION,
          AddNodeWish.class,
          AddNodeIntent.class);

  private final RedisDatabases databases;

  /** Required by CDI. */
  protected RedisAddNode() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisAddNode(RedisDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<AddNodeWish, AddNodeIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<AddNodeIntent> propose(Target target, AddNodeWish wish) {
    var picture = databases.visible(target.name());
    var master =
        wish.replica() ? Optional.of(master(picture, wish)) : Optional.<RedisMember>empty();
    var node = databases.node(target.name(), wish.address());
    var report = node.report();
    var known = Optional.ofNullable(picture.membersById().get(report.view().myself()));
    known.ifPresent(member -> requireUnused(member, master));
    var functions = node.functions();
    var wanted = wish.replica() ? Optional.<Functions>empty() : functionsOf(target, picture);
    boolean alike = functions.isPresent() && wanted.filter(functions.get()::sameAs).isPresent();
    boolean ownFunctions = functions.filter(own -> !own.none()).isPresent() && !alike;
    var intent =
        new AddNodeIntent(
            target.name(),
            report.view().myself(),
            wish.address(),
            master.map(RedisMember::id),
            master.map(RedisMember::name),
            wanted.filter(all -> !all.none()).isPresent());
    return new Proposal<>(
        intent, plan(intent), AddNodeGuards.evaluate(picture, report, ownFunctions, master));
  }

  private Optional<Functions> functionsOf(Target target, RedisPicture picture) {
    return picture.servingMasters().stream()
        .filter(RedisMember::answers)
        .findFirst()
        .flatMap(master ->
            databases.node(target.name(), master.entry().address().orElseThrow()).functions());
  }

  private static RedisMember master(RedisPicture picture, AddNodeWish wish) {
    if (wish.master().isPresent()) {
      return picture
          .member(wish.master().get())
          .filter(RedisMember::serves)
          .orElseThrow(
              () -> invalid("/master", "\"" + wish.master().get() + "\" is no master with slots."));
    }
    return picture.servingMasters().stream()
        .filter(RedisMember::answers)
        .min(
            Comparator.comparingInt((RedisMember each) -> picture.replicasOf(each.id()).size())
                .thenComparing(RedisMember::name))
        .orElseThrow(() -> invalid("/role", "No master with slots answers."));
  }

  /** A member that has work already is not added. */
  private static void requireUnused(RedisMember member, Optional<RedisMember> master) {
    if (member.serves()) {
      throw invalid("/address", member.name() + " is a master of this cluster and serves slots.");
    }
    boolean copiesAnother =
        !member.entry().leads() && !member.entry().master().equals(master.map(RedisMember::id));
    if (copiesAnother) {
      throw invalid("/address", member.name() + " is a replica in this cluster already.");
    }
  }

  private static RuntimeException invalid(String pointer, String why) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, why)
        .withErrors(List.of(Problem.Violation.at(pointer, why)))
        .withRemedy("GET …/redis/nodes shows the nodes and what they are.")
        .asException();
  }

  private static Plan plan(AddNodeIntent intent) {
    var node = List.of("the node " + intent.address());
    var steps = new ArrayList<PlannedStep>();
    steps.add(
        new PlannedStep(
            AddNodeSteps.JOIN,
            "Join the cluster",
            "Sends CLUSTER MEET to the node, and waits until every node knows it.",
            node,
            true));
    if (intent.takesFunctions()) {
      steps.add(
          new PlannedStep(
              AddNodeSteps.COPY_FUNCTIONS,
              "Copy the functions",
              "Gives the node the cluster's functions by FUNCTION RESTORE.",
              node,
              true));
    }
    intent
        .masterName()
        .ifPresent(master ->
            steps.add(
                new PlannedStep(
                    AddNodeSteps.REPLICATE,
                    "Copy the master",
                    "Sends CLUSTER REPLICATE to the node, and waits until it has all data of "
                        + master
                        + ".",
                    List.of(
                        "the node " + intent.address(), "the network and the disk of " + master),
                    true)));
    steps.add(
        new PlannedStep(
            AddNodeSteps.VERIFY,
            "Verify the cluster",
            "Waits until all nodes agree, and the new one is among them.",
            List.of(),
            false));
    return new Plan(
        intent.address()
            + intent
                .masterName()
                .map(master -> " joins as a replica of " + master + ".")
                .orElse(" joins as a master without slots."),
        steps,
        "A cancel before \"" + AddNodeSteps.JOIN + "\" changes nothing. After it the node stays.",
        intent.replica()
            ? List.of()
            : List.of(
                "It serves nothing until slots go there: reshard, or rebalance with"
                    + " useEmptyMasters."),
        Duration.ofSeconds(3));
  }

  @Override
  public List<Step<AddNodeIntent>> steps(AddNodeIntent intent) {
    return new AddNodeSteps(databases).of(intent);
  }

  @Override
  public Object result(StepContext<AddNodeIntent> context) {
    var intent = context.intent();
    return new AddNodeResult(
        KIND,
        intent.address().toString(),
        intent.id(),
        intent.replica() ? "REPLICA" : "MASTER",
        intent.masterName(),
        Duration.between(
                Instant.parse(context.recallKept(AddNodeSteps.STARTED_AT)),
                Instant.parse(context.recallKept(AddNodeSteps.ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
