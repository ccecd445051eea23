package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberState;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a replica throw its data away and copy them again, by asking its Patroni and following the
 * member until it streams from the leader. Patroni repeats a copy that fails by itself.
 */
@ApplicationScoped
public class Reinitialize implements Procedure<ReinitializeWish, ReinitializeIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REINITIALIZE_MEMBER";

  static final String REQUEST_REINITIALIZE = "request-reinitialize";
  static final String AWAIT_COPY = "await-copy";
  static final String AWAIT_STREAMING = "await-streaming";

  private static final Duration USUAL_COPY = Duration.ofMinutes(5);
  private static final String REQUESTED_AT = "requestedAt";
  private static final String STREAMS_AT = "streamsAt";
  private static final String LEADER = "leader";
  private static final String TIMELINE = "timeline";

  private static final ProcedureProfile<ReinitializeWish, ReinitializeIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "reinitializeDatabaseMember",
          ProcedureProfile.DISRUPTION,
          ReinitializeWish.class,
          ReinitializeIntent.class);

  private final PatroniDatabases databases;

  /** Required by CDI. */
  protected Reinitialize() {
    this(null);
  }

  /** The procedure on those databases. */
  @Inject
  public Reinitialize(PatroniDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<ReinitializeWish, ReinitializeIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<ReinitializeIntent> propose(Target target, ReinitializeWish wish) {
    var snapshot = databases.look(target.name());
    var member = PatroniDatabases.member(snapshot, target.name(), wish.member());
    if (member.role().leads()) {
      throw leads(member.name());
    }
    var intent =
        new ReinitializeIntent(
            target.name(),
            member.name(),
            snapshot.status(member.name()).flatMap(MemberStatus::startedAt));
    var guards = ReinitializeGuards.evaluate(snapshot, member);
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  /** No waiting helps against that, and nobody may override it. */
  private static RuntimeException leads(String member) {
    return Problem.of(
            ProblemCode.MEMBER_NOT_ELIGIBLE,
            member + " leads: its data are the ones that the others are copied from.")
        .withRemedy("Switch over to another member first.")
        .asException();
  }

  private static Plan plan(ReinitializeIntent intent, List<GuardResult> guards) {
    var member = intent.member();
    var warnings = new ArrayList<String>();
    warnings.add("The data directory of " + member + " is removed before the copy begins.");
    warnings.add("The copy reads the whole database over the network and slows down its source.");
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return new Plan(
        "The replica %s of \"%s\" throws its data away and copies them again."
            .formatted(member, intent.database()),
        List.of(
            new PlannedStep(
                REQUEST_REINITIALIZE,
                "Ask Patroni to reinitialise the member",
                "Sends POST /reinitialize to the Patroni of %s and follows it until its PostgreSQL is gone or new."
                    .formatted(member),
                List.of("the PostgreSQL and the data directory of " + member),
                true),
            new PlannedStep(
                AWAIT_COPY,
                "Wait for the copy",
                "Asks the Patroni of %s until its PostgreSQL was started on the new data."
                    .formatted(member),
                List.of(),
                false),
            new PlannedStep(
                AWAIT_STREAMING,
                "Wait for replication",
                "Reads pg_stat_replication of the leader until %s streams from it."
                    .formatted(member),
                List.of(),
                false)),
        "A cancel before \"%s\" leaves the data of %s alone. After it nothing is undone."
            .formatted(REQUEST_REINITIALIZE, member),
        warnings,
        USUAL_COPY);
  }

  @Override
  public List<Step<ReinitializeIntent>> steps(ReinitializeIntent intent) {
    return List.of(
        Step.of(REQUEST_REINITIALIZE, this::request),
        Step.of(AWAIT_COPY, this::awaitCopy),
        Step.of(AWAIT_STREAMING, this::awaitStreaming));
  }

  private StepReport request(StepContext<ReinitializeIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    requireReplica(database, intent);
    boolean askedBefore = context.recall(REQUESTED_AT).isPresent();
    var begun =
        new PersistentRequest<>(context, intent.database(), "reinitialise " + intent.member())
            .until(
                intent.member() + " to throw its data away",
                askedBefore,
                () -> context.recall(REQUESTED_AT).flatMap(asked -> begun(database, intent)),
                () -> true,
                () -> {
                  var patroni = database.patroni();
                  var url = database.apiUrl(intent.member());
                  context.rememberFirst(REQUESTED_AT, context.clock().instant().toString());
                  context.beforeEffect(
                      "Asking the Patroni of "
                          + intent.member()
                          + " to throw its data away and copy them again.");
                  return PendingRequest.send(
                      () -> patroni.reinitialize(url, PersistentRequest.PATIENCE));
                });
    return StepReport.of(
        "The Patroni of " + intent.member() + " has begun.", Fact.of("state", begun));
  }

  /** A member that has become leader meanwhile holds the only copy of the newest data. */
  private static void requireReplica(ReachedDatabase database, ReinitializeIntent intent) {
    database
        .clusterIfKnown()
        .flatMap(cluster -> cluster.member(intent.member()))
        .filter(member -> member.role().leads())
        .ifPresent(member -> {
          throw leads(member.name());
        });
  }

  /** The state in which the old data are surely gone or about to be. */
  private static Optional<String> begun(ReachedDatabase database, ReinitializeIntent intent) {
    return database
        .statusIfKnown(intent.member())
        .filter(status ->
            status.state().kind() == MemberState.Kind.CREATING_REPLICA || isAnew(status, intent))
        .map(status -> status.state().word());
  }

  private static boolean isAnew(MemberStatus status, ReinitializeIntent intent) {
    return status.state().isRunning()
        && status.startedAt().isPresent()
        && !status.startedAt().equals(intent.startedAt());
  }

  private StepReport awaitCopy(StepContext<ReinitializeIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    var status =
        context.await(
            intent.member() + " to run on its new data",
            PersistentRequest.PAUSE,
            () -> database.statusIfKnown(intent.member()).filter(seen -> isAnew(seen, intent)));
    return StepReport.of(
        intent.member() + " runs on its new data.",
        Fact.of("startedAt", status.startedAt().orElseThrow()));
  }

  private StepReport awaitStreaming(StepContext<ReinitializeIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    context.await(
        intent.member() + " to stream from the leader",
        PersistentRequest.PAUSE,
        () -> database.streams(intent.member()).filter(streams -> streams));
    var leader =
        database.clusterIfKnown().flatMap(ClusterState::leader).map(ClusterMember::name).orElse("");
    long timeline = database.server(leader).expectingAbsence().replication().timeline().orElse(0L);
    context.rememberFirst(STREAMS_AT, context.clock().instant().toString());
    context.remember(LEADER, leader);
    context.remember(TIMELINE, String.valueOf(timeline));
    return StepReport.of(
        intent.member() + " streams from " + leader + ".", Fact.of("timeline", timeline));
  }

  @Override
  public Object result(StepContext<ReinitializeIntent> context) {
    return new ReinitializeResult(
        KIND,
        context.intent().member(),
        context.recallKept(LEADER),
        Long.parseLong(context.recallKept(TIMELINE)),
        Duration.between(
                Instant.parse(context.recallKept(REQUESTED_AT)),
                Instant.parse(context.recallKept(STREAMS_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
