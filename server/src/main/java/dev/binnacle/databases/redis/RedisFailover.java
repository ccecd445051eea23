package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Lets a replica take over from its master. */
@ApplicationScoped
public class RedisFailover implements Procedure<NodeWish, FailoverIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_FAILOVER";

  private static final String TAKE_OVER = "take-over";
  private static final String VERIFY = "verify-cluster";
  private static final String STARTED_AT = "startedAt";
  private static final String ENDED_AT = "endedAt";
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Redis gives up a manual failover after five seconds: cluster.h, CLUSTER_MF_TIMEOUT. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(7);

  private static final ProcedureProfile<NodeWish, FailoverIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "failoverRedisNode",
          ProcedureProfile.DISRUPTION,
          NodeWish.class,
          FailoverIntent.class);

  private final RedisDatabases databases;

  /** Required by CDI. */
  protected RedisFailover() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisFailover(RedisDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<NodeWish, FailoverIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<FailoverIntent> propose(Target target, NodeWish wish) {
    var picture = databases.visible(target.name());
    var replica = RedisDatabases.member(picture, target.name(), wish.node());
    var master =
        replica
            .entry()
            .master()
            .map(id -> picture.membersById().get(id))
            .orElseThrow(() -> notReplica(replica));
    var intent =
        new FailoverIntent(
            target.name(),
            replica.id(),
            replica.entry().address().orElseThrow(() -> notReplica(replica)),
            master.id(),
            master.name(),
            !master.answers());
    return new Proposal<>(intent, plan(intent), FailoverGuards.evaluate(picture, replica, master));
  }

  private static RuntimeException notReplica(RedisMember node) {
    return Problem.of(
            ProblemCode.CANDIDATE_NOT_ELIGIBLE, node.name() + " is no replica of a master.")
        .withRemedy("Name a replica; GET …/redis/nodes shows the role of each node.")
        .asException();
  }

  private static Plan plan(FailoverIntent intent) {
    return new Plan(
        "%s takes the slots of %s over%s."
            .formatted(
                intent.address(),
                intent.masterName(),
                intent.forced() ? ", which does not answer" : ""),
        List.of(
            new PlannedStep(
                TAKE_OVER,
                "Take over",
                "Sends CLUSTER FAILOVER%s to %s, and waits until every node that answers knows the new master."
                    .formatted(intent.forced() ? " FORCE" : "", intent.address()),
                List.of("the node " + intent.address(), "the node " + intent.masterName()),
                true),
            new PlannedStep(
                VERIFY,
                "Verify the cluster",
                "Waits until the cluster serves%s."
                    .formatted(
                        intent.forced()
                            ? ""
                            : " and " + intent.masterName() + " follows as a replica"),
                List.of(),
                false)),
        "A cancel before \"" + TAKE_OVER + "\" changes nothing. After it nothing is undone.",
        intent.forced()
            ? List.of("Writes that " + intent.masterName() + " had not passed on are lost.")
            : List.of(),
        Duration.ofSeconds(3));
  }

  @Override
  public List<Step<FailoverIntent>> steps(FailoverIntent intent) {
    return List.of(Step.of(TAKE_OVER, this::takeOver), Step.of(VERIFY, this::verify));
  }

  private StepReport takeOver(StepContext<FailoverIntent> context) {
    var intent = context.intent();
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    var asked = new AskedAt();
    context.await(
        intent.address() + " to be the master",
        PAUSE,
        () -> {
          var picture = look(intent);
          if (picture.filter(seen -> leadsEverywhere(seen, intent)).isPresent()) {
            return picture;
          }
          if (picture.isPresent() && !leads(picture.get(), intent) && asked.before(ASK_AGAIN)) {
            context.beforeEffect("Asking " + intent.address() + " to take over.");
            Tolerance.SILENCE_OR_REFUSAL.ask(() -> ask(intent));
            asked.now();
          }
          return Optional.empty();
        });
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return StepReport.of(intent.address() + " is the master now.");
  }

  private boolean ask(FailoverIntent intent) {
    var node = databases.node(intent.database(), intent.address());
    if (intent.forced()) {
      node.failOverWithoutMaster();
    } else {
      node.failOver();
    }
    return true;
  }

  private StepReport verify(StepContext<FailoverIntent> context) {
    var intent = context.intent();
    var picture =
        context.await(
            "the cluster to serve with its new master",
            PAUSE,
            () -> look(intent).filter(seen -> serves(seen, intent)));
    return StepReport.of(
        "The cluster serves, and its nodes agree.",
        Fact.of("nodesThatAnswer", picture.views().size()));
  }

  private Optional<RedisPicture> look(FailoverIntent intent) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> databases.visibleInChange(intent.database()));
  }

  private static boolean leads(RedisPicture picture, FailoverIntent intent) {
    return Optional.ofNullable(picture.membersById().get(intent.replica()))
        .filter(node -> node.entry().leads())
        .isPresent();
  }

  private static boolean leadsEverywhere(RedisPicture picture, FailoverIntent intent) {
    return picture.views().values().stream()
        .allMatch(view ->
            view.node(intent.replica())
                .filter(node -> node.leads() && !node.slots().none())
                .isPresent());
  }

  private static boolean serves(RedisPicture picture, FailoverIntent intent) {
    return picture.views().values().stream().allMatch(view -> view.serving())
        && (intent.forced()
            || Optional.ofNullable(picture.membersById().get(intent.master()))
                .flatMap(RedisMember::report)
                .filter(former -> !former.view().own().leads())
                .filter(former -> former.facts().replication().linkUp())
                .isPresent());
  }

  @Override
  public Object result(StepContext<FailoverIntent> context) {
    return new FailoverResult(
        KIND,
        context.intent().address().toString(),
        context.intent().masterName(),
        Duration.between(
                Instant.parse(context.recallKept(STARTED_AT)),
                Instant.parse(context.recallKept(ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
