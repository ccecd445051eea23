package dev.binnacle.databases.redis;

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
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.Slots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Closes slots that somebody has left open: ends their move, or takes it back. */
@ApplicationScoped
public class RedisFixSlots implements Procedure<FixWish, FixIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "REDIS_FIX_SLOTS";

  private static final String CLOSE_SLOTS = "close-slots";
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final ProcedureProfile<FixWish, FixIntent> PROFILE =
      ProcedureProfile.harmless(
          KIND, "fixRedisSlots", ProcedureProfile.DISRUPTION, FixWish.class, FixIntent.class);

  private final RedisDatabases databases;

  /** Required by CDI. */
  protected RedisFixSlots() {
    this(null);
  }

  /** The procedure on the Redis Clusters of the platform. */
  @Inject
  public RedisFixSlots(RedisDatabases databases) {
    this.databases = databases;
  }

  @Override
  public ProcedureProfile<FixWish, FixIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<FixIntent> propose(Target target, FixWish wish) {
    var picture = databases.visible(target.name());
    var open = picture.openSlots();
    var intent = new FixIntent(target.name(), open.size(), wish.replaceKeys());
    var plan =
        new Plan(
            open.isEmpty()
                ? "No slot is open: nothing is to do."
                : open.size() + " slots are closed.",
            List.of(
                new PlannedStep(
                    CLOSE_SLOTS,
                    "Close the slots",
                    "Ends every move that both sides know of; takes back what only one side knows"
                        + " of, with the keys that have moved already.",
                    open.stream().map(slot -> words(picture, slot)).toList(),
                    true)),
            "A cancel before \"" + CLOSE_SLOTS + "\" changes nothing. After it nothing is undone.",
            open.isEmpty()
                ? List.of()
                : List.of("If another tool is moving slots just now, wait until it is done."),
            Duration.ofSeconds(1));
    return new Proposal<>(
        intent, plan, List.of(MoveGuards.mastersAnswer(picture), MoveGuards.covered(picture)));
  }

  private static String words(RedisPicture picture, OpenSlot open) {
    return switch (SlotRemedy.of(open)) {
      case SlotRemedy.Complete remedy ->
          "slot %d goes on to %s".formatted(remedy.slot(), picture.nameOf(remedy.target()));
      case SlotRemedy.GiveBack remedy ->
          "slot %d stays with %s".formatted(remedy.slot(), picture.nameOf(remedy.owner()));
      case SlotRemedy.Impossible remedy ->
          "slot %d stays open: nobody serves it".formatted(remedy.slot());
    };
  }

  @Override
  public List<Step<FixIntent>> steps(FixIntent intent) {
    return List.of(Step.of(CLOSE_SLOTS, this::closeSlots));
  }

  private StepReport closeSlots(StepContext<FixIntent> context) {
    var intent = context.intent();
    var mover =
        new SlotMover(
            databases,
            new MoveIntent(intent.database(), List.of(), Optional.empty(), intent.replaceKeys()));
    context.await(
        "every slot to be closed",
        PAUSE,
        () ->
            Tolerance.SILENCE
                .ask(() -> databases.visibleInChange(intent.database()))
                .filter(picture -> isClosed(context, mover, picture)));
    return StepReport.of("No slot is open that somebody serves.", Fact.of("slots", intent.slots()));
  }

  /** Whether nothing was left to do; otherwise does it. */
  private boolean isClosed(StepContext<FixIntent> context, SlotMover mover, RedisPicture picture) {
    var remedies =
        picture.openSlots().stream()
            .map(SlotRemedy::of)
            .filter(remedy -> !(remedy instanceof SlotRemedy.Impossible))
            .toList();
    if (!remedies.isEmpty()) {
      context.beforeEffect("Telling masters the owners that they have lost sight of.");
      Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
        mover.remind(picture);
        return true;
      });
    }
    for (var remedy : remedies) {
      context.beforeEffect("Closing slot " + remedy.slot() + ".");
      Tolerance.SILENCE.ask(() -> {
        apply(context.intent(), mover, picture, remedy);
        return true;
      });
    }
    return remedies.isEmpty();
  }

  private void apply(FixIntent intent, SlotMover mover, RedisPicture picture, SlotRemedy remedy) {
    var members = picture.membersById();
    var slot = Slots.of(IntStream.of(remedy.slot()));
    switch (remedy) {
      case SlotRemedy.Complete complete ->
          mover.move(
              new MoveBatch(
                  members.get(complete.owner()),
                  members.get(complete.target()),
                  slot,
                  picture.members().stream()
                      .filter(member -> member.entry().leads() && member.answers())
                      .filter(member -> !member.id().equals(complete.owner()))
                      .filter(member -> !member.id().equals(complete.target()))
                      .toList()));
      case SlotRemedy.GiveBack back -> {
        back.holders().stream()
            .map(members::get)
            .filter(holder -> holder != null && holder.entry().leads())
            .forEach(holder -> mover.giveBack(slot, holder, members.get(back.owner())));
        close(intent, members.get(back.owner()), slot);
      }
      case SlotRemedy.Impossible nobody -> {}
    }
  }

  private void close(FixIntent intent, RedisMember member, Slots slot) {
    databases.node(intent.database(), member.entry().address().orElseThrow()).close(slot);
  }

  @Override
  public Object result(StepContext<FixIntent> context) {
    return new FixResult(KIND, context.intent().slots());
  }
}
