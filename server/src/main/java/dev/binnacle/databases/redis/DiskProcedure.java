package dev.binnacle.databases.redis;

import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.NodeFacts.Persistence;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What a snapshot and a rewrite have in common: one step that lets one node write to its disk. */
abstract class DiskProcedure implements Procedure<NodeWish, NodeIntent> {

  private static final String STARTED_AT = "startedAt";
  private static final String ENDED_AT = "endedAt";
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final RedisDatabases databases;
  private final ProcedureProfile<NodeWish, NodeIntent> profile;
  private final String step;

  DiskProcedure(RedisDatabases databases, String kind, String operationId, String step) {
    this.databases = databases;
    this.profile =
        ProcedureProfile.harmless(
            kind, operationId, RedisTarget.PERSISTENCE, NodeWish.class, NodeIntent.class);
    this.step = step;
  }

  @Override
  public ProcedureProfile<NodeWish, NodeIntent> profile() {
    return profile;
  }

  /** What is known of the node, provided that it answers. */
  record Known(NodeIntent intent, NodeReport report) {}

  Known known(Target target, NodeWish wish) {
    var member =
        RedisDatabases.member(databases.visible(target.name()), target.name(), wish.node());
    var address = member.entry().address().orElseThrow();
    return new Known(
        new NodeIntent(target.name(), member.id(), address),
        member.report().orElseGet(() -> databases.node(target.name(), address).report()));
  }

  Plan plan(String summary, String title, String description, NodeIntent intent) {
    return new Plan(
        summary,
        List.of(
            new PlannedStep(
                step, title, description, List.of("the disk of " + intent.address()), true)),
        "A cancel before \"%s\" changes nothing. After it the node goes on by itself."
            .formatted(step),
        List.of(),
        Duration.ofSeconds(5));
  }

  @Override
  public List<Step<NodeIntent>> steps(NodeIntent intent) {
    return List.of(Step.of(step, this::write));
  }

  private StepReport write(StepContext<NodeIntent> context) {
    var intent = context.intent();
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    var asked = new AskedAt();
    var done =
        context.await(
            intent.address() + " to have written",
            PAUSE,
            () ->
                Tolerance.SILENCE
                    .ask(() -> look(intent))
                    .flatMap(persistence -> follow(context, persistence, asked)));
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return report(context, done);
  }

  private Persistence look(NodeIntent intent) {
    var report = databases.node(intent.database(), intent.address()).expectingAbsence().report();
    if (!report.view().myself().equals(intent.id())) {
      throw Problem.of(
              ProblemCode.PLATFORM_CHANGED,
              "Another node listens at " + intent.address() + " now: " + report.view().myself())
          .withRemedy("Look at the nodes of the cluster, and start again for the one you mean.")
          .asException();
    }
    return report.facts().persistence();
  }

  /** What is written once it is there; asks for it as long as nobody writes. */
  private Optional<Persistence> follow(
      StepContext<NodeIntent> context, Persistence persistence, AskedAt asked) {
    rememberBefore(context, persistence);
    if (isWriting(persistence)) {
      return Optional.empty();
    }
    if (isDone(context, persistence)) {
      return Optional.of(persistence);
    }
    if (asked.ever() && hasFailed(persistence)) {
      throw Problem.of(
              ProblemCode.STEP_FAILED, context.intent().address() + " could not write to its disk.")
          .withRemedy("The node's log says why, mostly for want of disk or memory; then retry.")
          .asException();
    }
    context.beforeEffect("Asking " + context.intent().address() + " to write.");
    Tolerance.SILENCE.ask(() -> {
      begin(context.intent());
      return true;
    });
    asked.now();
    return Optional.empty();
  }

  RedisDatabases databases() {
    return databases;
  }

  static Duration duration(StepContext<NodeIntent> context) {
    return Duration.between(
            Instant.parse(context.recallKept(STARTED_AT)),
            Instant.parse(context.recallKept(ENDED_AT)))
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** Keeps what the end is to be compared with, the first time. */
  abstract void rememberBefore(StepContext<NodeIntent> context, Persistence persistence);

  /** Whether the node writes, or is going to by itself. */
  abstract boolean isWriting(Persistence persistence);

  /** Whether what was asked for is there, given that nobody writes. */
  abstract boolean isDone(StepContext<NodeIntent> context, Persistence persistence);

  /** Whether the last attempt failed. */
  abstract boolean hasFailed(Persistence persistence);

  /** Asks the node to begin. Harmless when it comes twice. */
  abstract void begin(NodeIntent intent);

  /** What was seen in the end. */
  abstract StepReport report(StepContext<NodeIntent> context, Persistence persistence);
}
