package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of an addition. Each looks at the set first: what has happened already stays so. */
final class AddMemberSteps {

  static final String ADD = "add-member";
  static final String AWAIT_COPY = "await-copy";
  static final String GRANT_VOTE = "grant-vote";
  static final String GRANT_PRIORITY = "grant-priority";
  static final String CONFIRM = "confirm";

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final AddMemberIntent intent;
  private final ReplicaSetTarget target;
  private final Reconfiguration reconfiguration;

  AddMemberSteps(AddMemberIntent intent, ReplicaSetTarget target) {
    this.intent = intent;
    this.target = target;
    this.reconfiguration = new Reconfiguration(target, intent.database());
  }

  List<Step<AddMemberIntent>> steps() {
    var steps = new ArrayList<Step<AddMemberIntent>>();
    steps.add(Step.of(ADD, this::add));
    steps.add(Step.of(AWAIT_COPY, this::awaitCopy));
    if (intent.vote()) {
      steps.add(Step.of(GRANT_VOTE, this::grantVote));
    }
    if (intent.priority() > 0) {
      steps.add(Step.of(GRANT_PRIORITY, this::grantPriority));
    }
    steps.add(Step.of(CONFIRM, this::confirm));
    return steps;
  }

  private StepReport add(StepContext<AddMemberIntent> context) {
    Membership.begun(context);
    return report(
        reconfiguration.make(
            context,
            "Adding " + intent.member() + " without a vote.",
            configuration -> configuration.member(intent.member()).isPresent(),
            configuration -> configuration.adding(intent.member())),
        intent.member() + " is in the configuration.");
  }

  private StepReport awaitCopy(StepContext<AddMemberIntent> context) {
    var told = new MemberState[1];
    var member =
        context.await(
            () -> intent.member() + " to have the data (it is " + told[0] + ")",
            PAUSE,
            () -> {
              context.safePoint();
              return target.leading().flatMap(view -> caughtUp(context, view, told));
            });
    return StepReport.of(
        intent.member() + " is a secondary.",
        Fact.of("appliedUntil", member.applied().map(time -> time.at().toString()).orElse("")));
  }

  private Optional<MemberStatus> caughtUp(
      StepContext<AddMemberIntent> context, ReplicaSetStatus view, MemberState[] told) {
    var member = view.member(intent.member());
    var state = member.map(MemberStatus::state).orElse(MemberState.UNKNOWN);
    if (state != told[0]) {
      told[0] = state;
      context.progress(intent.member() + " is " + state + ".");
    }
    return member
        .filter(seen -> seen.healthy() && seen.state() == MemberState.SECONDARY)
        .filter(seen ->
            seen.applied()
                .flatMap(applied ->
                    view.own()
                        .applied()
                        .map(leading -> Duration.between(applied.at(), leading.at())))
                .filter(lag -> lag.compareTo(ReplicaSetHealth.TOLERABLE_LAG) <= 0)
                .isPresent());
  }

  private StepReport grantVote(StepContext<AddMemberIntent> context) {
    return report(
        reconfiguration.make(
            context,
            "Giving " + intent.member() + " a vote.",
            configuration ->
                configuration.member(intent.member()).filter(own -> own.votes() == 1).isPresent(),
            configuration -> configuration.giving(intent.member(), 1, 0)),
        intent.member() + " has a vote.");
  }

  private StepReport grantPriority(StepContext<AddMemberIntent> context) {
    return report(
        reconfiguration.make(
            context,
            "Giving " + intent.member() + " the priority " + intent.priority() + ".",
            configuration ->
                configuration
                    .member(intent.member())
                    .filter(own -> own.priority() == intent.priority())
                    .isPresent(),
            configuration -> configuration.giving(intent.member(), 1, intent.priority())),
        intent.member() + " may lead.");
  }

  /** The primary tells, as the user of Binnacle may not be known to the new member yet. */
  private StepReport confirm(StepContext<AddMemberIntent> context) {
    var configuration =
        context.await(
            intent.member() + " to know its place",
            PAUSE,
            () ->
                target
                    .leading()
                    .flatMap(view ->
                        target
                            .configurationOf(view.self())
                            .filter(present -> knows(view, present))));
    Membership.ended(context, configuration);
    return report(configuration, intent.member() + " knows its place.");
  }

  private boolean knows(ReplicaSetStatus view, ReplicaSetConfiguration present) {
    return view.member(intent.member())
        .filter(seen -> seen.healthy() && seen.configurationVersion() >= present.version())
        .isPresent();
  }

  private static StepReport report(ReplicaSetConfiguration configuration, String words) {
    return StepReport.of(words, Fact.of("configurationVersion", configuration.version()));
  }
}
