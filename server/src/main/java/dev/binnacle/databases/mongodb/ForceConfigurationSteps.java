package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of a forced configuration. Each looks at the set first: what has happened stays so. */
final class ForceConfigurationSteps {

  static final String VERIFY = "verify-majority-lost";
  static final String FORCE = "force-configuration";
  static final String AWAIT_PRIMARY = "await-primary";
  static final String CONFIRM = "confirm";

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String STARTED_AT = "startedAt";
  private static final String PRIMARY = "primary";
  private static final String VERSION = "configurationVersion";
  private static final String ENDED_AT = "endedAt";

  private final ForceConfigurationIntent intent;
  private final ReplicaSetTarget everybody;
  private final ReplicaSetTarget kept;

  ForceConfigurationSteps(
      ForceConfigurationIntent intent, ReplicaSetTarget everybody, ReplicaSetTarget kept) {
    this.intent = intent;
    this.everybody = everybody;
    this.kept = kept;
  }

  List<Step<ForceConfigurationIntent>> steps() {
    return List.of(
        Step.of(VERIFY, this::verify),
        Step.of(FORCE, this::force),
        Step.of(AWAIT_PRIMARY, this::awaitPrimary),
        Step.of(CONFIRM, this::confirm));
  }

  private StepReport verify(StepContext<ForceConfigurationIntent> context) {
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    requireNobodyLeads();
    return StepReport.of("Nobody leads.");
  }

  private void requireNobodyLeads() {
    everybody
        .leading()
        .ifPresent(view -> {
          throw Problem.of(
                  ProblemCode.PLATFORM_CHANGED,
                  "%s leads in term %d: there is nothing to force."
                      .formatted(view.self(), view.term()))
              .withRemedy("Look at the members, then start again with what you find.")
              .asException();
        });
  }

  private StepReport force(StepContext<ForceConfigurationIntent> context) {
    var configuration =
        context.await(
            intent.asked() + " to have the configuration",
            PAUSE,
            () -> {
              var present = kept.configurationOf(intent.asked());
              if (present.isEmpty() || isWanted(present.get())) {
                return present;
              }
              requireNobodyLeads();
              context.beforeEffect("Forcing the configuration through " + intent.asked() + ".");
              ask(present.get());
              return Optional.empty();
            });
    return StepReport.of(
        intent.asked() + " has the configuration.",
        Fact.of("configurationVersion", configuration.version()));
  }

  private void ask(ReplicaSetConfiguration present) {
    try {
      var answer = kept.member(intent.asked()).force(present.keeping(intent.kept()), LIMIT);
      if (!answer.isDone() && !answer.isToBeRepeated()) {
        throw Problem.of(
                ProblemCode.COMPONENT_REFUSED,
                "%s refused the configuration: %s.".formatted(intent.asked(), answer.words()))
            .withRemedy("Look at the configuration and the members; a retry tries again.")
            .causedBy("MONGODB", intent.database(), answer.words())
            .asException();
      }
    } catch (ProblemException silent) {
      // Whether it has heard shows in its configuration: the next look tells.
      Tolerance.SILENCE.require(silent);
    }
  }

  private boolean isWanted(ReplicaSetConfiguration configuration) {
    return Set.copyOf(ForceConfigurationGuards.names(configuration))
        .equals(Set.copyOf(intent.kept()));
  }

  private StepReport awaitPrimary(StepContext<ForceConfigurationIntent> context) {
    var leading =
        context.await(
            "one of the kept members to lead",
            PAUSE,
            () -> kept.leading().filter(view -> view.term() > intent.term()));
    context.rememberFirst(PRIMARY, leading.self());
    return StepReport.of(leading.self() + " leads.", Fact.of("term", leading.term()));
  }

  private StepReport confirm(StepContext<ForceConfigurationIntent> context) {
    var configuration =
        context.await(
            "every kept member to know the configuration",
            PAUSE,
            () ->
                kept.leading()
                    .flatMap(view -> kept.configurationOf(view.self()))
                    .filter(this::everybodyKnows));
    context.remember(VERSION, String.valueOf(configuration.version()));
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return StepReport.of(
        "Every kept member knows the configuration.",
        Fact.of("configurationVersion", configuration.version()));
  }

  private boolean everybodyKnows(ReplicaSetConfiguration configuration) {
    return intent.kept().stream()
        .allMatch(member ->
            kept.configurationOf(member)
                .filter(known -> known.version() >= configuration.version())
                .isPresent());
  }

  static ForceConfigurationResult result(StepContext<ForceConfigurationIntent> context) {
    return new ForceConfigurationResult(
        ForceConfiguration.KIND,
        context.recallKept(PRIMARY),
        context.intent().kept(),
        context.intent().lost(),
        Integer.parseInt(context.recallKept(VERSION)),
        Duration.between(
                Instant.parse(context.recallKept(STARTED_AT)),
                Instant.parse(context.recallKept(ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }
}
