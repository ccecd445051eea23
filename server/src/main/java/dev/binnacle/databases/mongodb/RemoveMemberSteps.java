package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import java.time.Duration;
import java.util.List;

/** The steps of a removal. Each looks at the set first: what has happened already stays so. */
final class RemoveMemberSteps {

  static final String HAND_OVER = "hand-over";
  static final String STRIP_VOTE = "strip-vote";
  static final String REMOVE = "remove-member";
  static final String CONFIRM = "confirm";

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration AWAY_FROM_THE_LEAD = Duration.ofMinutes(10);
  private static final Duration CATCH_UP = Duration.ofSeconds(10);

  private final RemoveMemberIntent intent;
  private final ReplicaSetTarget target;
  private final Reconfiguration reconfiguration;

  RemoveMemberSteps(RemoveMemberIntent intent, ReplicaSetTarget target) {
    this.intent = intent;
    this.target = target;
    this.reconfiguration = new Reconfiguration(target, intent.database());
  }

  List<Step<RemoveMemberIntent>> steps() {
    return List.of(
        Step.of(HAND_OVER, this::handOver),
        Step.of(STRIP_VOTE, this::stripVote),
        Step.of(REMOVE, this::remove),
        Step.of(CONFIRM, this::confirm));
  }

  private StepReport handOver(StepContext<RemoveMemberIntent> context) {
    Membership.begun(context);
    var leading =
        new HandOver(target, intent.database(), AWAY_FROM_THE_LEAD, CATCH_UP)
            .make(context, intent.member());
    return StepReport.of(leading.self() + " leads.", Fact.of("term", leading.term()));
  }

  private StepReport stripVote(StepContext<RemoveMemberIntent> context) {
    return report(
        reconfiguration.make(
            context,
            "Taking the vote of " + intent.member() + ".",
            configuration ->
                configuration.member(intent.member()).filter(own -> own.votes() > 0).isEmpty(),
            configuration -> configuration.giving(intent.member(), 0, 0)),
        intent.member() + " has no vote.");
  }

  private StepReport remove(StepContext<RemoveMemberIntent> context) {
    return report(
        reconfiguration.make(
            context,
            "Removing " + intent.member() + ".",
            configuration -> configuration.member(intent.member()).isEmpty(),
            configuration -> configuration.without(intent.member())),
        intent.member() + " is not in the configuration.");
  }

  private StepReport confirm(StepContext<RemoveMemberIntent> context) {
    var configuration =
        context.await(
            "the others to know the configuration without " + intent.member(),
            PAUSE,
            () ->
                target
                    .leading()
                    .flatMap(view ->
                        target
                            .configurationOf(view.self())
                            .filter(present -> othersKnow(view, present))));
    Membership.ended(context, configuration);
    return report(configuration, "The others go on without " + intent.member() + ".");
  }

  private static boolean othersKnow(ReplicaSetStatus view, ReplicaSetConfiguration present) {
    return view.members().stream()
        .filter(member -> member.healthy())
        .allMatch(member -> member.configurationVersion() >= present.version());
  }

  private static StepReport report(ReplicaSetConfiguration configuration, String words) {
    return StepReport.of(words, Fact.of("configurationVersion", configuration.version()));
  }
}
