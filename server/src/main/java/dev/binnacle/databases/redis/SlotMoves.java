package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
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
import java.util.stream.Collectors;

/**
 * Carries out moves of slots, round by round: looks at the real state, moves a batch from every
 * source at the same time, and looks again. It begins anew after any crash, its own or a node's.
 * Used by the runner's thread alone.
 */
final class SlotMoves {

  private static final ExecutorService MOVING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("redis-move-", 0).factory());
  private static final String KEYS = "keysMoved";
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_REFUSALS = 10;

  private final RedisDatabases databases;
  private final MoveIntent intent;
  private final SlotMover mover;
  private int batchSize;
  private boolean halfDone;
  private int refusals;
  private String trouble = "";
  private String told = "";

  SlotMoves(RedisDatabases databases, MoveIntent intent) {
    this.databases = databases;
    this.intent = intent;
    this.mover = new SlotMover(databases, intent);
  }

  /** Moves everything that is not where it belongs. */
  StepReport run(StepContext<?> context) {
    while (round(context)) {
      // Each round looks at the real state.
    }
    return StepReport.of(
        intent.count() + " slots are where they belong.",
        Fact.of("slots", intent.count()),
        Fact.of(KEYS, keysMoved(context)));
  }

  /** How many keys have been moved so far, by this server and those before it. */
  static long keysMoved(StepContext<?> context) {
    return context.recall(KEYS).map(Long::valueOf).orElse(0L);
  }

  /** Whether something may be left to do. */
  private boolean round(StepContext<?> context) {
    if (!halfDone) {
      context.safePoint();
    }
    var picture = context.await("an answer of the cluster", PAUSE, this::look);
    requireTargets(picture);
    if (batchSize == 0) {
      batchSize = BatchSize.first(picture, intent);
    }
    var round = MoveRound.of(picture, intent.moves(), batchSize);
    if (round.complete()) {
      return false;
    }
    tell(context, round);
    if (round.batches().isEmpty() && round.settled().isEmpty()) {
      pause(context);
      return true;
    }
    context.beforeEffect(words(round));
    long began = System.nanoTime();
    Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
      mover.remind(picture);
      return true;
    });
    settle(picture, round);
    move(context, round.batches());
    batchSize = BatchSize.next(batchSize, Duration.ofNanos(System.nanoTime() - began));
    if (halfDone) {
      pause(context);
    }
    return true;
  }

  private Optional<RedisPicture> look() {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> databases.visibleInChange(intent.database()));
  }

  /** Slots cannot go to a node that is no master any more: somebody has to decide anew. */
  private void requireTargets(RedisPicture picture) {
    var members = picture.membersById();
    intent.moves().stream()
        .map(SlotMove::target)
        .map(members::get)
        .filter(target -> target != null && target.answers() && !target.entry().leads())
        .findFirst()
        .ifPresent(target -> {
          throw Problem.of(
                  ProblemCode.PLATFORM_CHANGED,
                  target.name() + " is no master any more, so that no slot can go there.")
              .withRemedy(
                  "Close the slots that are open by POST …/redis/fix-slots, then plan anew.")
              .asException();
        });
  }

  private void settle(RedisPicture picture, MoveRound round) {
    round
        .settled()
        .forEach((target, slots) ->
            Tolerance.SILENCE.ask(() -> {
              mover.settle(
                  slots,
                  picture.membersById().get(target),
                  picture.members().stream()
                      .filter(member -> member.entry().leads() && member.answers())
                      .filter(member -> !member.id().equals(target))
                      .toList());
              return true;
            }));
  }

  private void move(StepContext<?> context, List<MoveBatch> batches) {
    var running =
        batches.stream()
            .map(batch -> CompletableFuture.supplyAsync(() -> mover.move(batch), MOVING))
            .toList();
    long keys = 0;
    halfDone = false;
    var failures = new ArrayList<ProblemException>();
    for (var batch : running) {
      try {
        var moved = batch.join();
        keys += moved.keys();
        halfDone |= !moved.complete();
      } catch (CompletionException failed) {
        if (!(failed.getCause() instanceof ProblemException problem)) {
          throw failed;
        }
        failures.add(problem);
        halfDone = true;
      }
    }
    if (keys > 0) {
      context.remember(KEYS, String.valueOf(keysMoved(context) + keys));
    }
    refusals = failures.isEmpty() ? 0 : refusals + 1;
    trouble = failures.isEmpty() ? "" : " " + failures.getFirst().problem().detail();
    failures.forEach(this::require);
  }

  /** Silence goes by, and so does what nodes refuse while they change their roles. */
  private void require(ProblemException failure) {
    (refusals < MOST_REFUSALS ? Tolerance.SILENCE_OR_REFUSAL : Tolerance.SILENCE).require(failure);
  }

  /** Waits a moment, and notices that the server ends or that time is over. */
  private void pause(StepContext<?> context) {
    var begin = new AskedAt();
    begin.now();
    context.await(
        "the slots to be moved",
        PAUSE,
        () -> begin.before(PAUSE) ? Optional.of(intent) : Optional.empty());
  }

  private static String words(MoveRound round) {
    return "Moving "
        + round.batches().stream()
            .map(batch ->
                "%d slots from %s to %s"
                    .formatted(batch.slots().count(), batch.source().name(), batch.target().name()))
            .collect(Collectors.joining(", "))
        + (round.settled().isEmpty() ? "" : " and settling slots that were left open")
        + ".";
  }

  private void tell(StepContext<?> context, MoveRound round) {
    var words =
        round.waiting().isEmpty()
            ? "%d of %d slots moved.".formatted(round.done(), intent.count())
            : "%d of %d slots moved; waiting for %s, which does not answer."
                .formatted(
                    round.done(),
                    intent.count(),
                    round.waiting().stream().sorted().collect(Collectors.joining(", ")));
    if (!(words + trouble).equals(told)) {
      context.progress(
          words + trouble,
          Fact.of("slotsMoved", round.done()),
          Fact.of("slots", intent.count()),
          Fact.of(KEYS, keysMoved(context)));
      told = words + trouble;
    }
  }
}
