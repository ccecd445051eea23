package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.ClusterSettings;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a replica the leader of a PostgreSQL database and its leader a replica, by asking Patroni
 * and following the real state until the new leader takes writes and the old one streams from it.
 */
@ApplicationScoped
public class Switchover implements Procedure<SwitchoverWish, SwitchoverIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "SWITCHOVER";

  private static final Duration USUAL_LOOP_WAIT = Duration.ofSeconds(10);
  private static final Duration USUAL_RESTART = Duration.ofSeconds(8);

  private static final ProcedureProfile<SwitchoverWish, SwitchoverIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "switchoverDatabase",
          ProcedureProfile.DISRUPTION,
          SwitchoverWish.class,
          SwitchoverIntent.class);

  private final CurrentPlatform platform;
  private final PostgresqlSnapshots snapshots;
  private final PatroniClients patronis;
  private final PostgresqlClients servers;

  /** Required by CDI. */
  protected Switchover() {
    this(null, null, null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public Switchover(
      CurrentPlatform platform,
      PostgresqlSnapshots snapshots,
      PatroniClients patronis,
      PostgresqlClients servers) {
    this.platform = platform;
    this.snapshots = snapshots;
    this.patronis = patronis;
    this.servers = servers;
  }

  @Override
  public ProcedureProfile<SwitchoverWish, SwitchoverIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<SwitchoverIntent> propose(Target target, SwitchoverWish wish) {
    var database =
        platform
            .description()
            .database(target.name(), Database.Postgresql.class)
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.RESOURCE_NOT_FOUND,
                        "There is no database " + target.name() + ".")
                    .asException());
    var snapshot = snapshots.take(database);
    snapshot.cluster().orThrow();
    var leader =
        snapshot
            .leader()
            .orElseThrow(() -> new ProblemException(LeaderAbsent.problem(database.name())));
    var candidate = CandidateChoice.of(snapshot, leader, wish.candidate());
    var intent =
        new SwitchoverIntent(
            database.name(),
            leader.name(),
            candidate.name(),
            snapshot.settings().value().map(ClusterSettings::loopWait).orElse(USUAL_LOOP_WAIT));
    var guards = SwitchoverGuards.evaluate(snapshot, leader, candidate);
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  private static Plan plan(SwitchoverIntent intent, List<GuardResult> guards) {
    var database = intent.database();
    var leader = intent.leader();
    var candidate = intent.candidate();
    return new Plan(
        "%s becomes leader of \"%s\" in place of %s; writes stop for some seconds."
            .formatted(candidate, database, leader),
        List.of(
            new PlannedStep(
                SwitchoverSteps.VERIFY_PRECONDITIONS,
                "Verify the preconditions",
                "Reads the leader key, writes to %s and reads its pg_stat_replication; goes on when %s streams from it."
                    .formatted(leader, candidate),
                List.of(),
                true),
            new PlannedStep(
                SwitchoverSteps.REQUEST_SWITCHOVER,
                "Ask Patroni to switch over",
                "Sends POST /switchover to Patroni and follows the cluster until %s holds the leader key."
                    .formatted(candidate),
                List.of(
                    "the leader key of " + database,
                    "the PostgreSQL of " + leader + ", which restarts as a replica",
                    "the PostgreSQL of " + candidate + ", which is promoted"),
                true),
            new PlannedStep(
                SwitchoverSteps.AWAIT_PROMOTION,
                "Wait for the new leader",
                "Writes to %s until a write on a new timeline succeeds.".formatted(candidate),
                List.of(),
                false),
            new PlannedStep(
                SwitchoverSteps.AWAIT_OLD_LEADER,
                "Wait for the old leader",
                "Reads pg_stat_replication of %s until %s streams from it."
                    .formatted(candidate, leader),
                List.of(),
                false),
            new PlannedStep(
                SwitchoverSteps.VERIFY_CLUSTER,
                "Verify the cluster",
                "Waits for the other replicas to stream from %s, and checks that the history has one new entry."
                    .formatted(candidate),
                List.of(),
                false)),
        "A cancel before \"%s\" leaves %s leader. After it nothing is undone."
            .formatted(SwitchoverSteps.REQUEST_SWITCHOVER, leader),
        warnings(intent, guards),
        intent.loopWait().plus(USUAL_RESTART));
  }

  private static List<String> warnings(SwitchoverIntent intent, List<GuardResult> guards) {
    var warnings = new ArrayList<String>();
    warnings.add(
        "Open transactions on "
            + intent.leader()
            + " are rolled back, and clients have to reconnect.");
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return warnings;
  }

  @Override
  public List<Step<SwitchoverIntent>> steps(SwitchoverIntent intent) {
    return new SwitchoverSteps(
            intent,
            new SwitchoverTarget(
                intent, new ReachedDatabase(intent.database(), platform, patronis, servers)))
        .steps();
  }

  @Override
  public Object result(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    var intent = context.intent();
    var outage = memory.outage().orElseThrow();
    var requestedAt = memory.requestedAt().orElse(outage.lastBefore());
    return new SwitchoverResult(
        KIND,
        intent.leader(),
        intent.candidate(),
        memory.baseline().timeline(),
        outage.timeline(),
        millis(outage.length()),
        outage.exact(),
        between(requestedAt, outage.firstAfter()),
        between(memory.startedAt(), memory.rejoinedAt()));
  }

  private static Duration between(Instant start, Instant end) {
    var time = millis(Duration.between(start, end));
    return time.isNegative() ? Duration.ZERO : time;
  }

  private static Duration millis(Duration duration) {
    return duration.truncatedTo(ChronoUnit.MILLIS);
  }
}
