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
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.DynamicConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What beginning and ending Patroni's maintenance mode have in common. */
abstract class Maintenance implements Procedure<MaintenanceWish, MaintenanceIntent> {

  static final String CHANGE_CONFIGURATION = "change-configuration";
  static final String AWAIT_MEMBERS = "await-members";

  /** A member that is away learns of it when it comes back. */
  private static final Duration MEMBERS = Duration.ofSeconds(30);

  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final String SILENT = "silent";

  private final PatroniDatabases databases;
  private final boolean paused;
  private final ProcedureProfile<MaintenanceWish, MaintenanceIntent> profile;

  /**
   * A change of the mode.
   *
   * @param paused whether the mode is to begin
   */
  Maintenance(PatroniDatabases databases, String kind, String operationId, boolean paused) {
    this.databases = databases;
    this.profile =
        ProcedureProfile.harmless(
            kind,
            operationId,
            ProcedureProfile.DISRUPTION,
            MaintenanceWish.class,
            MaintenanceIntent.class);
    this.paused = paused;
  }

  @Override
  public ProcedureProfile<MaintenanceWish, MaintenanceIntent> profile() {
    return profile;
  }

  /** What its guards find. */
  abstract List<GuardResult> guards(PostgresqlSnapshot snapshot);

  /** What it means, in one sentence. */
  abstract String meaning(String database);

  @Override
  public Proposal<MaintenanceIntent> propose(Target target, MaintenanceWish wish) {
    var snapshot = databases.look(target.name());
    boolean already = snapshot.cluster().orThrow().paused() == paused;
    var intent = new MaintenanceIntent(target.name(), already);
    return new Proposal<>(intent, plan(intent), already ? List.of() : guards(snapshot));
  }

  private Plan plan(MaintenanceIntent intent) {
    var database = intent.database();
    return new Plan(
        intent.already()
            ? "Patroni of \"%s\" is %s already: nothing is to do.".formatted(database, state())
            : meaning(database),
        List.of(
            new PlannedStep(
                CHANGE_CONFIGURATION,
                "Change the configuration",
                "Sends PATCH /config to Patroni, and reads it again until it says so.",
                intent.already() ? List.of() : List.of("the dynamic configuration of " + database),
                true),
            new PlannedStep(
                AWAIT_MEMBERS,
                "Wait for the members",
                "Asks every member until those who answer act on it.",
                List.of(),
                false)),
        "A cancel before \"%s\" changes nothing. After it nothing is undone."
            .formatted(CHANGE_CONFIGURATION),
        List.of(),
        USUAL);
  }

  private String state() {
    return paused ? "paused" : "not paused";
  }

  @Override
  public List<Step<MaintenanceIntent>> steps(MaintenanceIntent intent) {
    return List.of(
        Step.of(CHANGE_CONFIGURATION, this::change), Step.of(AWAIT_MEMBERS, this::awaitMembers));
  }

  private StepReport change(StepContext<MaintenanceIntent> context) {
    var intent = context.intent();
    var database = databases.reach(intent.database());
    new PersistentRequest<>(context, intent.database(), profile.kind().toLowerCase(Locale.ROOT))
        .until(
            "Patroni to be " + state(),
            false,
            () -> configuration(database).filter(seen -> seen.paused() == paused),
            () -> true,
            () -> {
              var patroni = database.patroni();
              context.beforeEffect(
                  "Asking Patroni of " + intent.database() + " to be " + state() + ".");
              return PendingRequest.send(() -> patroni.pause(paused, PersistentRequest.PATIENCE));
            });
    return StepReport.of(
        "The configuration of " + intent.database() + " says that Patroni is " + state() + ".",
        Fact.of("paused", paused));
  }

  private static Optional<DynamicConfiguration> configuration(ReachedDatabase database) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> database.patroni().configuration());
  }

  private StepReport awaitMembers(StepContext<MaintenanceIntent> context) {
    var database = databases.reach(context.intent().database());
    long end = System.nanoTime() + MEMBERS.toNanos();
    var silent =
        context.await(
            "the members to act on it",
            PersistentRequest.PAUSE,
            () -> {
              var unaware =
                  database
                      .clusterIfKnown()
                      .map(cluster ->
                          cluster.members().stream()
                              .map(ClusterMember::name)
                              .filter(name ->
                                  database
                                      .statusIfKnown(name)
                                      .filter(status -> status.paused() == paused)
                                      .isEmpty())
                              .toList());
              return unaware.filter(names -> names.isEmpty() || System.nanoTime() > end);
            });
    context.remember(SILENT, String.join(",", silent));
    return StepReport.of(
        silent.isEmpty()
            ? "Every member acts on it."
            : "Not known of "
                + String.join(", ", silent)
                + "; they learn of it when they are back.");
  }

  @Override
  public Object result(StepContext<MaintenanceIntent> context) {
    var silent = context.recallKept(SILENT);
    return new MaintenanceResult(
        profile.kind(),
        paused,
        !context.intent().already(),
        silent.isEmpty() ? List.of() : List.of(silent.split(",")));
  }
}
