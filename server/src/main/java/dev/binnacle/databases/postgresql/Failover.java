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
import dev.binnacle.platform.patroni.ClusterMember;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a replica the leader of a PostgreSQL database whose leader is lost, or is to be replaced
 * whatever it costs, by asking Patroni and following the real state until the new leader takes
 * writes.
 */
@ApplicationScoped
public class Failover implements Procedure<FailoverWish, FailoverIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "FAILOVER";

  private static final Duration USUAL_FAILOVER = Duration.ofSeconds(20);

  private static final ProcedureProfile<FailoverWish, FailoverIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "failoverDatabase",
          ProcedureProfile.DISRUPTION,
          FailoverWish.class,
          FailoverIntent.class);

  private final PatroniDatabases databases;

  /** Required by CDI. */
  protected Failover() {
    this(null);
  }

  /** The procedure on those databases. */
  @Inject
  public Failover(PatroniDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<FailoverWish, FailoverIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<FailoverIntent> propose(Target target, FailoverWish wish) {
    var snapshot = databases.look(target.name());
    var candidate = FailoverChoice.of(snapshot, wish.candidate());
    var intent =
        new FailoverIntent(
            target.name(),
            snapshot.leader().map(ClusterMember::name),
            candidate.name(),
            newestTimeline(snapshot));
    var guards = FailoverGuards.evaluate(snapshot, candidate, wish.force());
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  private static long newestTimeline(PostgresqlSnapshot snapshot) {
    return snapshot.cluster().orThrow().members().stream()
        .flatMap(member -> snapshot.timeline(member.name()).stream())
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  private static Plan plan(FailoverIntent intent, List<GuardResult> guards) {
    var candidate = intent.candidate();
    return new Plan(
        intent
            .leader()
            .map(leader ->
                "%s becomes leader of \"%s\" in place of %s; what it has not received is lost."
                    .formatted(candidate, intent.database(), leader))
            .orElseGet(() ->
                "%s becomes leader of \"%s\", which has none; what it has not received is lost."
                    .formatted(candidate, intent.database())),
        List.of(
            new PlannedStep(
                FailoverSteps.REQUEST_FAILOVER,
                "Ask Patroni to fail over",
                "Sends POST /failover to Patroni and follows the cluster until %s holds the leader key."
                    .formatted(candidate),
                List.of(
                    "the leader key of " + intent.database(),
                    "the PostgreSQL of " + candidate + ", which is promoted"),
                true),
            new PlannedStep(
                FailoverSteps.AWAIT_PROMOTION,
                "Wait for the new leader",
                "Writes to %s until a write on a new timeline succeeds.".formatted(candidate),
                List.of(),
                false),
            new PlannedStep(
                FailoverSteps.AWAIT_REPLICAS,
                "Wait for the replicas",
                "Reads pg_stat_replication of %s until those who answer stream from it, or a minute is over."
                    .formatted(candidate),
                List.of(),
                false)),
        "A cancel before \"%s\" changes nothing. After it nothing is undone."
            .formatted(FailoverSteps.REQUEST_FAILOVER),
        warnings(intent, guards),
        USUAL_FAILOVER);
  }

  private static List<String> warnings(FailoverIntent intent, List<GuardResult> guards) {
    var warnings = new ArrayList<String>();
    warnings.add("Writes that " + intent.candidate() + " has not received are lost.");
    intent
        .leader()
        .ifPresent(leader ->
            warnings.add(
                leader + " comes back as a replica, and gives up what nobody else has received."));
    guards.stream()
        .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
        .map(GuardResult::message)
        .forEach(warnings::add);
    return warnings;
  }

  @Override
  public List<Step<FailoverIntent>> steps(FailoverIntent intent) {
    return new FailoverSteps(intent, databases.reach(intent.database())).steps();
  }

  @Override
  public Object result(StepContext<FailoverIntent> context) {
    return FailoverSteps.result(context);
  }
}
