package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.Slots;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all procedures have in common that move slots: how they do it, and what it comes to. */
abstract class MoveProcedure<R> implements Procedure<R, MoveIntent> {

  private static final String MOVE_SLOTS = "move-slots";
  private static final String VERIFY_CLUSTER = "verify-cluster";
  private static final String STARTED_AT = "startedAt";
  private static final String ENDED_AT = "endedAt";
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Redis alone needs about so long for a slot that is nearly empty. */
  private static final Duration USUAL_TIME_OF_A_SLOT = Duration.ofMillis(1);

  private final RedisDatabases databases;
  private final ProcedureProfile<R, MoveIntent> profile;

  MoveProcedure(RedisDatabases databases, String kind, String operationId, Class<R> requestType) {
    this.databases = databases;
    this.profile =
        ProcedureProfile.disruptive(
            kind, operationId, ProcedureProfile.DISRUPTION, requestType, MoveIntent.class);
  }

  @Override
  public ProcedureProfile<R, MoveIntent> profile() {
    return profile;
  }

  RedisDatabases databases() {
    return databases;
  }

  Plan plan(RedisPicture picture, MoveIntent intent, String summary) {
    return new Plan(
        summary,
        List.of(
            new PlannedStep(
                MOVE_SLOTS,
                "Move the slots",
                "Moves the slots with their keys, a batch from every source at a time: opens them,"
                    + " moves their keys, and makes the target their owner before anybody else"
                    + " hears of it.",
                intent.moves().stream().map(move -> words(picture, move)).toList(),
                true,
                true),
            new PlannedStep(
                VERIFY_CLUSTER,
                "Verify the cluster",
                "Waits until all nodes agree who serves the slots, and none is open.",
                List.of(),
                false)),
        "A cancel stops after the batches under way, with no slot open. Slots that have moved stay"
            + " moved.",
        warnings(picture, intent),
        USUAL_TIME_OF_A_SLOT.multipliedBy(intent.count()).plusSeconds(1));
  }

  private static String words(RedisPicture picture, SlotMove move) {
    return "%d slots of %s to %s: %s"
        .formatted(
            move.slots().count(),
            picture.nameOf(move.source()),
            picture.nameOf(move.target()),
            move.slots());
  }

  private static List<String> warnings(RedisPicture picture, MoveIntent intent) {
    var warnings = new ArrayList<String>();
    for (var master : picture.servingMasters()) {
      var leaving =
          intent.moves().stream()
              .filter(move -> move.source().equals(master.id()))
              .map(SlotMove::slots)
              .reduce(Slots.NONE, Slots::with);
      if (master.slots().without(leaving).none()) {
        warnings.add(
            master.name()
                + " loses its last slot: since Redis 7 it then becomes a replica, as do its"
                + " replicas, of whoever takes that slot.");
      }
    }
    return warnings;
  }

  @Override
  public List<Step<MoveIntent>> steps(MoveIntent intent) {
    return List.of(Step.of(MOVE_SLOTS, this::moveSlots), Step.of(VERIFY_CLUSTER, this::verify));
  }

  private StepReport moveSlots(StepContext<MoveIntent> context) {
    context.rememberFirst(STARTED_AT, context.clock().instant().toString());
    var report = new SlotMoves(databases, context.intent()).run(context);
    context.rememberFirst(ENDED_AT, context.clock().instant().toString());
    return report;
  }

  private StepReport verify(StepContext<MoveIntent> context) {
    var seen =
        context.await(
            "the nodes to agree on the new owners",
            PAUSE,
            () ->
                Tolerance.SILENCE_OR_REFUSAL
                    .ask(() -> databases.visibleInChange(context.intent().database()))
                    .filter(picture -> isSettled(picture, context.intent())));
    return StepReport.of(
        "The nodes agree, and no slot is open.", Fact.of("nodesThatAnswer", seen.views().size()));
  }

  private static boolean isSettled(RedisPicture picture, MoveIntent intent) {
    return MoveRound.of(picture, intent.moves(), Slots.ALL).complete()
        && picture.distributions().values().stream().distinct().count() == 1;
  }

  @Override
  public Object result(StepContext<MoveIntent> context) {
    return new MoveResult(
        profile.kind(),
        context.intent().count(),
        SlotMoves.keysMoved(context),
        Duration.between(
                Instant.parse(context.recallKept(STARTED_AT)),
                Instant.parse(context.recallKept(ENDED_AT)))
            .truncatedTo(ChronoUnit.MILLIS));
  }

  /** The master that somebody means, provided that it is one. */
  static Optional<RedisMember> master(RedisPicture picture, String node) {
    return picture.member(node).filter(member -> member.entry().leads());
  }
}
