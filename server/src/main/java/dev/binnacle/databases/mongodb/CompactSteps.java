package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.CollectionSize;
import dev.binnacle.platform.mongodb.CommandAnswer;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The steps of a rolling compaction. A compaction outlives the server that asked for it: whoever
 * comes later sees it run on the member, and waits for its end.
 */
final class CompactSteps {

  static final String STEP_DOWN = "step-down";
  static final String OLD_PRIMARY = "compact-old-primary";

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration AWAY_FROM_THE_LEAD = Duration.ofMinutes(10);
  private static final Duration CATCH_UP = Duration.ofSeconds(10);
  private static final String BEFORE = "storageBefore ";
  private static final String FREED = "freed ";

  private static final ExecutorService WAITING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("compaction-", 0).factory());

  private final CompactIntent intent;
  private final ReplicaSetTarget target;

  CompactSteps(CompactIntent intent, ReplicaSetTarget target) {
    this.intent = intent;
    this.target = target;
  }

  /** The name of the step for the secondary of that number, from 0. */
  static String name(int number) {
    return "compact-secondary-" + (number + 1);
  }

  List<Step<CompactIntent>> steps() {
    var steps = new ArrayList<Step<CompactIntent>>();
    for (int i = 0; i < intent.secondaries().size(); i++) {
      var member = intent.secondaries().get(i);
      steps.add(Step.of(name(i), context -> compact(context, member)));
    }
    steps.add(Step.of(STEP_DOWN, this::stepDown));
    steps.add(Step.of(OLD_PRIMARY, context -> compact(context, intent.primary())));
    return steps;
  }

  private StepReport compact(StepContext<CompactIntent> context, String member) {
    requireSecondary(context, member);
    if (context.recall(BEFORE + member).isEmpty() || !runs(context, member)) {
      context.rememberFirst(BEFORE + member, String.valueOf(storage(context, member)));
      context.beforeEffect("Compacting " + intent.collection() + " on " + member + ".");
      var asked =
          CompletableFuture.supplyAsync(
              () -> target.member(member).compact(intent.collection(), LONGEST), WAITING);
      context.await("the compaction on " + member + " to end", PAUSE, () -> ended(asked, member));
    }
    context.await(
        "no compaction to run on " + member,
        PAUSE,
        () -> runs(context, member) ? Optional.empty() : Optional.of(true));
    long freed =
        Math.max(0, Long.parseLong(context.recallKept(BEFORE + member)) - storage(context, member));
    context.remember(FREED + member, String.valueOf(freed));
    awaitClose(context, member);
    return StepReport.of(
        "%s gave %d bytes back.".formatted(member, freed), Fact.of("freedBytes", freed));
  }

  /** MongoDB refuses to compact on a primary, and a set that elects meanwhile has changed. */
  private void requireSecondary(StepContext<CompactIntent> context, String member) {
    var state =
        context.await(
            member + " to say what it is",
            PAUSE,
            () -> target.view(member).map(view -> view.own().state()));
    if (state != MemberState.SECONDARY) {
      throw Problem.of(
              ProblemCode.PLATFORM_CHANGED, "%s is %s, not SECONDARY.".formatted(member, state))
          .withRemedy("Look at the members, then start again with what you find.")
          .asException();
    }
  }

  private Optional<Boolean> ended(CompletableFuture<CommandAnswer> asked, String member) {
    if (!asked.isDone()) {
      return Optional.empty();
    }
    try {
      var answer = asked.join();
      if (!answer.isDone()) {
        throw Problem.of(
                ProblemCode.COMPONENT_REFUSED,
                "%s did not compact %s: %s.".formatted(member, intent.collection(), answer.words()))
            .withRemedy("Look at the member; a retry asks it again.")
            .causedBy("MONGODB", intent.database(), answer.words())
            .asException();
      }
    } catch (CompletionException failed) {
      // When it fell silent it may have heard: what runs on it tells.
      if (!(failed.getCause() instanceof ProblemException problem)) {
        throw failed;
      }
      Tolerance.SILENCE.require(problem);
    }
    return Optional.of(true);
  }

  private boolean runs(StepContext<CompactIntent> context, String member) {
    return context
        .await(
            member + " to say what runs on it",
            PAUSE,
            () ->
                Tolerance.SILENCE_OR_REFUSAL.ask(
                    () -> target.member(member).operations(Duration.ZERO)))
        .stream()
        .anyMatch(operation ->
            operation.namespace().equals(intent.collection())
                && operation.command().filter("compact"::equals).isPresent());
  }

  private long storage(StepContext<CompactIntent> context, String member) {
    return context
        .await(
            member + " to say how large " + intent.collection() + " is",
            PAUSE,
            () ->
                Tolerance.SILENCE_OR_REFUSAL.ask(
                    () -> target.member(member).sizes(List.of(intent.collection()))))
        .stream()
        .mapToLong(CollectionSize::storageBytes)
        .sum();
  }

  private void awaitClose(StepContext<CompactIntent> context, String member) {
    context.await(
        member + " to be close behind again",
        PAUSE,
        () -> target.leading().filter(view -> isClose(view, member)));
  }

  private static boolean isClose(ReplicaSetStatus view, String member) {
    return view.member(member)
        .filter(seen -> seen.healthy() && seen.state() == MemberState.SECONDARY)
        .flatMap(seen -> seen.applied())
        .flatMap(applied ->
            view.own().applied().map(leading -> Duration.between(applied.at(), leading.at())))
        .filter(lag -> lag.compareTo(ReplicaSetHealth.TOLERABLE_LAG) <= 0)
        .isPresent();
  }

  private StepReport stepDown(StepContext<CompactIntent> context) {
    var leading =
        new HandOver(target, intent.database(), AWAY_FROM_THE_LEAD, CATCH_UP)
            .make(context, intent.primary());
    return StepReport.of(leading.self() + " leads.", Fact.of("term", leading.term()));
  }

  static CompactResult result(StepContext<CompactIntent> context) {
    var intent = context.intent();
    var all = new ArrayList<>(intent.secondaries());
    all.add(intent.primary());
    var freed =
        all.stream()
            .map(member ->
                new CompactResult.MemberFreed(
                    member, Long.parseLong(context.recallKept(FREED + member))))
            .toList();
    return new CompactResult(
        Compact.KIND,
        intent.collection(),
        freed.stream().mapToLong(CompactResult.MemberFreed::freedBytes).sum(),
        freed);
  }
}
