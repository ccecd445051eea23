package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.mongodb.ConfiguredMember;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import java.util.List;
import java.util.stream.Collectors;

/** The guards of an addition and of a removal, decided on one picture. Pure. */
final class MembershipGuards {

  static final String QUORUM_SAFE = "QUORUM_SAFE";
  static final String VOTERS = "VOTERS";
  static final String MEMBERS_HEALTHY = "MEMBERS_HEALTHY";
  static final String SUCCESSOR_READY = StepDownGuards.SUCCESSOR_READY;

  private static final int MOST_VOTERS = 7;

  private final List<ReplicaSetMember> members;
  private final ReplicaSetConfiguration configuration;

  private MembershipGuards(ReplicaSetPicture picture, ReplicaSetConfiguration configuration) {
    this.members = ReplicaSetHealth.members(picture);
    this.configuration = configuration;
  }

  /** What every guard finds about one more member. */
  static List<GuardResult> adding(
      ReplicaSetPicture picture, ReplicaSetConfiguration configuration, AddMemberWish wish) {
    var guards = new MembershipGuards(picture, configuration);
    return List.of(
        guards.quorum(guards.votersThere(""), guards.voters("") + (wish.vote() ? 1 : 0)),
        guards.voterCount(guards.voters("") + (wish.vote() ? 1 : 0)),
        guards.healthy(""));
  }

  /** What every guard finds about one member less. */
  static List<GuardResult> removing(
      ReplicaSetPicture picture, ReplicaSetConfiguration configuration, String member) {
    var guards = new MembershipGuards(picture, configuration);
    return List.of(
        guards.quorum(guards.votersThere(member), guards.voters(member)),
        guards.voterCount(guards.voters(member)),
        guards.successor(member),
        guards.healthy(member));
  }

  private int voters(String without) {
    return (int)
        configuration.members().stream()
            .filter(member -> member.votes() > 0 && !member.name().equals(without))
            .count();
  }

  private int votersThere(String without) {
    return (int)
        members.stream()
            .filter(member -> !member.name().equals(without))
            .filter(ReplicaSetHealth::givesVote)
            .count();
  }

  /** A new voter counts in the majority from the moment it has its vote, there or not. */
  private GuardResult quorum(int there, int voters) {
    int majority = voters / 2 + 1;
    var facts =
        new Fact[] {
          Fact.of("votersThere", there),
          Fact.of("votersAfterwards", voters),
          Fact.of("votesNeededAfterwards", majority)
        };
    if (there < majority) {
      return GuardResult.forbid(
          QUORUM_SAFE,
          "Of the members that are there now, too few would vote afterwards to elect anybody.",
          facts);
    }
    return there == majority && voters > 1
        ? GuardResult.warn(
            QUORUM_SAFE, "Afterwards none of the members that are there now can be spared.", facts)
        : GuardResult.pass(QUORUM_SAFE, "A majority is there, now and afterwards.", facts);
  }

  private GuardResult voterCount(int voters) {
    var fact = Fact.of("votersAfterwards", voters);
    if (voters < 1) {
      return GuardResult.forbid(VOTERS, "It is the last voter: the set would be none.", fact);
    }
    if (voters > MOST_VOTERS) {
      return GuardResult.forbid(
          VOTERS, "A replica set has at most seven voters: add it without a vote.", fact);
    }
    return voters % 2 == 0
        ? GuardResult.warn(
            VOTERS, "An even number of voters survives no more losses than one less would.", fact)
        : GuardResult.pass(VOTERS, "The number of voters will be odd.", fact);
  }

  private GuardResult successor(String removed) {
    boolean leads =
        members.stream()
            .anyMatch(member ->
                member.name().equals(removed)
                    && member.status().state()
                        == dev.binnacle.platform.mongodb.MemberState.PRIMARY);
    if (!leads) {
      return GuardResult.pass(SUCCESSOR_READY, removed + " does not lead.");
    }
    return members.stream()
            .filter(member -> !member.name().equals(removed))
            .anyMatch(ReplicaSetHealth::couldTakeOver)
        ? GuardResult.pass(SUCCESSOR_READY, "A secondary can take over from " + removed + ".")
        : GuardResult.forbid(
            SUCCESSOR_READY, "No secondary could take over from " + removed + ", which leads.");
  }

  private GuardResult healthy(String apart) {
    var unhealthy =
        members.stream()
            .filter(member -> !member.name().equals(apart) && !member.isHealthy())
            .map(ReplicaSetMember::name)
            .collect(Collectors.joining(", "));
    return unhealthy.isEmpty()
        ? GuardResult.pass(MEMBERS_HEALTHY, "Every other member is in order.")
        : GuardResult.warn(
            MEMBERS_HEALTHY,
            "Not every other member is in order.",
            Fact.of("unhealthy", unhealthy));
  }

  /** How many voters a configuration has. */
  static int voters(ReplicaSetConfiguration configuration) {
    return configuration.members().stream().mapToInt(ConfiguredMember::votes).sum();
  }
}
