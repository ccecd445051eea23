package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The guards that belong to a step down itself, decided on one picture. Pure. */
final class StepDownGuards {

  static final String SUCCESSOR_READY = "SUCCESSOR_READY";
  static final String QUORUM_SAFE = "QUORUM_SAFE";
  static final String ONE_VIEW = "ONE_VIEW";
  static final String MEMBERS_REACHABLE = "MEMBERS_REACHABLE";

  private final ReplicaSetPicture picture;
  private final ReplicaSetStatus view;
  private final List<ReplicaSetMember> members;
  private final String primary;

  private StepDownGuards(ReplicaSetPicture picture, String primary) {
    this.picture = picture;
    this.view = picture.bestOrThrow();
    this.members = ReplicaSetHealth.members(picture);
    this.primary = primary;
  }

  /** What every guard finds in the picture. */
  static List<GuardResult> evaluate(ReplicaSetPicture picture, String primary) {
    var guards = new StepDownGuards(picture, primary);
    return List.of(
        guards.successorReady(), guards.quorumSafe(), guards.oneView(), guards.membersReachable());
  }

  private GuardResult successorReady() {
    if (picture.configuration().isEmpty()) {
      return GuardResult.notAvailable(
          SUCCESSOR_READY, "The configuration could not be read: nobody knows who may lead.");
    }
    var lags =
        members.stream()
            .filter(member -> !member.name().equals(primary))
            .map(member -> Fact.of(member.name(), told(member)))
            .toArray(Fact[]::new);
    return members.stream().anyMatch(ReplicaSetHealth::couldTakeOver)
        ? GuardResult.pass(SUCCESSOR_READY, "A secondary can take over.", lags)
        : GuardResult.forbid(
            SUCCESSOR_READY,
            "No secondary that may lead is there and close behind: MongoDB would refuse.",
            lags);
  }

  private static String told(ReplicaSetMember member) {
    return "%s%s%s"
        .formatted(
            member.status().state(),
            member.electable() ? "" : ", never leads",
            member
                .lag()
                .map(Duration::toSeconds)
                .map(late -> ", " + late + " s behind")
                .orElse(""));
  }

  private GuardResult quorumSafe() {
    long voters = members.stream().filter(ReplicaSetHealth::givesVote).count();
    var facts =
        new Fact[] {Fact.of("votersThere", voters), Fact.of("votesNeeded", view.majority())};
    if (view.majority() == 0) {
      return GuardResult.notAvailable(
          QUORUM_SAFE, "The members do not say how many votes are needed.", facts);
    }
    if (voters < view.majority()) {
      return GuardResult.forbid(
          QUORUM_SAFE, "Too few voting members are there to elect anybody.", facts);
    }
    return voters == view.majority()
        ? GuardResult.warn(
            QUORUM_SAFE,
            "No voting member can be spared: if one more is lost meanwhile, nobody is elected.",
            facts)
        : GuardResult.pass(QUORUM_SAFE, "More voting members are there than are needed.", facts);
  }

  private GuardResult oneView() {
    var claimants = picture.claimants();
    var dissenting =
        picture.views().values().stream()
            .filter(seen -> seen.primary().filter(led -> led.name().equals(primary)).isEmpty())
            .map(ReplicaSetStatus::self)
            .sorted()
            .toList();
    var facts =
        new Fact[] {
          Fact.of("sayTheyLead", String.join(", ", claimants)),
          Fact.of(
              "seeAnotherPrimaryOrNone",
              dissenting.isEmpty() ? "none" : String.join(", ", dissenting))
        };
    if (claimants.size() > 1) {
      return GuardResult.block(
          ONE_VIEW, "More than one member says that it leads: the network is split.", facts);
    }
    return dissenting.isEmpty()
        ? GuardResult.pass(ONE_VIEW, "Every member that answers sees the same primary.", facts)
        : GuardResult.warn(ONE_VIEW, "Not every member sees " + primary + " lead.", facts);
  }

  private GuardResult membersReachable() {
    var away =
        members.stream()
            .filter(member -> !member.answers() || member.status().state() == MemberState.DOWN)
            .map(ReplicaSetMember::name)
            .collect(Collectors.joining(", "));
    var facts = new Fact[] {Fact.of("unreachable", away.isEmpty() ? "none" : away)};
    if (!picture.answers(primary)) {
      return GuardResult.forbid(
          MEMBERS_REACHABLE, "The primary itself does not answer Binnacle.", facts);
    }
    return away.isEmpty()
        ? GuardResult.pass(MEMBERS_REACHABLE, "Every member answers.", facts)
        : GuardResult.warn(MEMBERS_REACHABLE, "Not every member answers.", facts);
  }
}
