package dev.binnacle.databases.postgresql;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.binnacle.databases.postgresql.ReloadResult.Change;
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
import dev.binnacle.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lets every PgBouncer read its configuration again, and tells what is different then. */
@ApplicationScoped
public class ReloadPgbouncer implements Procedure<PoolWish, ReloadIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "RELOAD_PGBOUNCER";

  static final String RELOAD = "reload";

  private static final Duration USUAL = Duration.ofSeconds(2);
  private static final String BEFORE = "before ";
  private static final String TOLD = "told ";
  private static final String CHANGES = "changes";

  private static final ProcedureProfile<PoolWish, ReloadIntent> PROFILE =
      ProcedureProfile.harmless(
          KIND, "reloadPgbouncer", PausePool.CONFLICT_CLASS, PoolWish.class, ReloadIntent.class);

  private final PatroniDatabases databases;
  private final Poolers poolers;

  /** Required by CDI. */
  protected ReloadPgbouncer() {
    this(null, null);
  }

  /** The procedure on those databases. */
  @Inject
  public ReloadPgbouncer(PatroniDatabases databases, Poolers poolers) {
    this.databases = databases;
    this.poolers = poolers;
  }

  @Override
  public ProcedureProfile<PoolWish, ReloadIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<ReloadIntent> propose(Target target, PoolWish wish) {
    var database = databases.described(target.name());
    var seen =
        PoolChoice.poolers(database.name(), poolers.look(database).poolers(), wish.pgbouncer());
    var intent =
        new ReloadIntent(
            database.name(),
            seen.stream()
                .filter(pooler -> pooler.state().value().isPresent())
                .map(SeenPooler::name)
                .toList());
    return new Proposal<>(intent, plan(intent), List.of(PoolGuards.answer(seen)));
  }

  private static Plan plan(ReloadIntent intent) {
    return new Plan(
        "%d PgBouncers of \"%s\" read their configuration again."
            .formatted(intent.pgbouncers().size(), intent.database()),
        List.of(
            new PlannedStep(
                RELOAD,
                "Reload the configuration",
                "Sends RELOAD to each of them, and compares its settings before and after.",
                intent.pgbouncers().stream().map(name -> "the PgBouncer " + name).toList(),
                true)),
        "A cancel before \"%s\" changes nothing. After it nothing is undone.".formatted(RELOAD),
        List.of("PgBouncer says yes also when it cannot read its file: look at the changes."),
        USUAL);
  }

  @Override
  public List<Step<ReloadIntent>> steps(ReloadIntent intent) {
    return List.of(Step.of(RELOAD, this::reload));
  }

  private StepReport reload(StepContext<ReloadIntent> context) {
    var changes = new ArrayList<Change>();
    for (var name : context.intent().pgbouncers()) {
      var pooler = poolers.reach(context.intent().database(), name);
      context.rememberFirst(BEFORE + name, Json.write(pooler.settings()));
      if (context.recall(TOLD + name).isEmpty()) {
        context.beforeEffect("Asking PgBouncer " + name + " to reload.");
        pooler.reload();
        context.remember(TOLD + name, "yes");
      }
      changes.addAll(changes(name, before(context, name), pooler.settings()));
    }
    context.remember(CHANGES, Json.write(changes));
    return StepReport.of(
        changes.isEmpty()
            ? "They were told to reload, and no setting is different."
            : "They have reloaded, and settings are different.",
        Fact.of("changes", changes.size()));
  }

  private static SortedMap<String, String> before(
      StepContext<ReloadIntent> context, String pgbouncer) {
    return Json.read(
        context.recallKept(BEFORE + pgbouncer),
        Json.mapper().constructType(new TypeReference<TreeMap<String, String>>() {}.getType()));
  }

  static List<Change> changes(
      String pgbouncer, SortedMap<String, String> before, SortedMap<String, String> after) {
    var names = new TreeMap<>(before);
    names.putAll(after);
    return names.keySet().stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> Change.of(pgbouncer, name, before.get(name), after.get(name)))
        .toList();
  }

  @Override
  public Object result(StepContext<ReloadIntent> context) {
    List<Change> changes =
        Json.read(
            context.recallKept(CHANGES),
            Json.mapper().constructType(new TypeReference<List<Change>>() {}.getType()));
    return new ReloadResult(KIND, context.intent().pgbouncers(), changes);
  }
}
