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
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.patroni.MemberStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restarts the PostgreSQL of one member in its place, by asking the member's Patroni and following
 * the member until it does again what its role demands.
 */
@ApplicationScoped
public class Restart implements Procedure<RestartWish, RestartIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "RESTART_MEMBER";

  static final String REQUEST_RESTART = "request-restart";
  static final String AWAIT_MEMBER = "await-member";

  private static final Duration USUAL_RESTART = Duration.ofSeconds(10);
  private static final String REQUESTED_AT = "requestedAt";
  private static final String BACK_AT = "backAt";
  private static final String PENDING = "pendingRestart";

  private static final ProcedureProfile<RestartWish, RestartIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "restartDatabaseMember",
          ProcedureProfile.DISRUPTION,
          RestartWish.class,
          RestartIntent.class);

  private final PatroniDatabases databases;

  /** Required by CDI. */
  protected Restart() {
    this(null);
  }

  /** The procedure on those databases. */
  @Inject
  public Restart(PatroniDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<RestartWish, RestartIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<RestartIntent> propose(Target target, RestartWish wish) {
    var snapshot = databases.look(target.name());
    var member = PatroniDatabases.member(snapshot, target.name(), wish.member());
    var intent =
        new RestartIntent(
            target.name(),
            member.name(),
            member.role().leads(),
            wish.onlyPending(),
            snapshot.status(member.name()).flatMap(MemberStatus::startedAt));
    var guards = RestartGuards.evaluate(snapshot, member, wish);
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  private static Plan plan(RestartIntent intent, List<GuardResult> guards) {
    var member = intent.member();
    return new Plan(
        intent.leads()
            ? "The leader %s of \"%s\" restarts; writes stop for some seconds."
                .formatted(member, intent.database())
            : "The replica %s of \"%s\" restarts.".formatted(member, intent.database()),
        List.of(
            new PlannedStep(
                REQUEST_RESTART,
                "Ask Patroni to restart the member",
                "Sends POST /restart to the Patroni of %s and follows it until its PostgreSQL was started anew."
                    .formatted(member),
                List.of("the PostgreSQL of " + member),
                true),
            new PlannedStep(
                AWAIT_MEMBER,
                "Wait for the member",
                intent.leads()
                    ? "Writes to %s until a write succeeds.".formatted(member)
                    : "Reads pg_stat_replication of the leader until %s streams from it."
                        .formatted(member),
                List.of(),
                false)),
        "A cancel before \"%s\" leaves %s running. After it nothing is undone."
            .formatted(REQUEST_RESTART, member),
        warnings(intent, guards),
        USUAL_RESTART);
  }

  private static List<String> warnings(RestartIntent intent, List<GuardResult> guards) {
    var warnings = new ArrayList<String>();
    warnings.add("Every connection to " + intent.member() + " is closed.");
    if (intent.leads()) {
      warnings.add("Patroni fails over when the leader is not back within primary_start_timeout.");
    }
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return warnings;
  }

  @Override
  public List<Step<RestartIntent>> steps(RestartIntent intent) {
    return List.of(
        Step.of(REQUEST_RESTART, this::request), Step.of(AWAIT_MEMBER, this::awaitMember));
  }

  private StepReport request(StepContext<RestartIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    boolean askedBefore = context.recall(REQUESTED_AT).isPresent();
    var asking = new PersistentRequest<>(context, intent.database(), "restart " + intent.member());
    var startedAt =
        asking.until(
            intent.member() + " to be started anew",
            askedBefore,
            () -> startedAnew(database, intent),
            () -> isSettled(database, intent.member()),
            () -> {
              var patroni = database.patroni();
              var url = database.apiUrl(intent.member());
              context.rememberFirst(REQUESTED_AT, context.clock().instant().toString());
              context.beforeEffect(
                  "Asking the Patroni of " + intent.member() + " to restart its PostgreSQL.");
              return PendingRequest.send(
                  () -> patroni.restart(url, intent.onlyPending(), PersistentRequest.PATIENCE));
            });
    context.rememberFirst(REQUESTED_AT, context.clock().instant().toString());
    return StepReport.of(
        "The PostgreSQL of " + intent.member() + " was started anew.",
        Fact.of("startedAt", startedAt));
  }

  /** The real state tells whether it has happened already, also to a runner that comes later. */
  private static Optional<String> startedAnew(ReachedDatabase database, RestartIntent intent) {
    return database
        .statusIfKnown(intent.member())
        .filter(status -> status.state().isRunning())
        .flatMap(MemberStatus::startedAt)
        .filter(startedAt -> intent.startedAt().filter(startedAt::equals).isEmpty());
  }

  /** It runs as before: no restart is under way. */
  private static boolean isSettled(ReachedDatabase database, String member) {
    return database.statusIfKnown(member).filter(status -> status.state().isRunning()).isPresent();
  }

  private StepReport awaitMember(StepContext<RestartIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    var words =
        context.await(
            intent.member() + " to do what its role demands",
            PersistentRequest.PAUSE,
            () -> duty(database, intent.member()));
    var status = database.statusIfKnown(intent.member());
    context.rememberFirst(BACK_AT, context.clock().instant().toString());
    context.remember(
        PENDING, String.valueOf(status.map(MemberStatus::pendingRestart).orElse(false)));
    return StepReport.of(words);
  }

  /** What the member does for the cluster; empty as long as it does nothing. */
  private static Optional<String> duty(ReachedDatabase database, String member) {
    var leader = database.clusterIfKnown().flatMap(ClusterState::leader);
    if (leader.isEmpty()) {
      return Optional.empty();
    }
    if (leader.get().name().equals(member)) {
      return Tolerance.SILENCE_OR_REFUSAL
          .ask(() -> database.server(member).expectingAbsence().write())
          .flatMap(written -> written)
          .map(timeline -> member + " leads and takes writes.");
    }
    return database
        .streams(member)
        .filter(streams -> streams)
        .map(streams -> member + " streams from " + leader.get().name() + ".");
  }

  @Override
  public Object result(StepContext<RestartIntent> context) {
    var intent = context.intent();
    return new RestartResult(
        KIND,
        intent.member(),
        intent.leads(),
        Boolean.parseBoolean(context.recallKept(PENDING)),
        Duration.between(
                Instant.parse(context.recallKept(REQUESTED_AT)),
                Instant.parse(context.recallKept(BACK_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
