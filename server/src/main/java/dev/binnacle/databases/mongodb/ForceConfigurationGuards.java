package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.mongodb.ConfiguredMember;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The guards of a forced configuration, decided on one picture. Pure. */
final class ForceConfigurationGuards {

  static final String MAJORITY_LOST = "MAJORITY_LOST";
  static final String KEPT_MEMBERS_READY = "KEPT_MEMBERS_READY";
  static final String LOST_MEMBERS_SILENT = "LOST_MEMBERS_SILENT";
  static final String NOTHING_NEWER_LOST = "NOTHING_NEWER_LOST";

  private final ReplicaSetPicture picture;
  private final ReplicaSetConfiguration configuration;
  private final List<String> kept;
  private final List<String> lost;

  private ForceConfigurationGuards(
      ReplicaSetPicture picture,
      ReplicaSetConfiguration configuration,
      List<String> kept,
      List<String> lost) {
    this.picture = picture;
    this.configuration = configuration;
    this.kept = kept;
    this.lost = lost;
  }

  /** What every guard finds in the picture. */
  static List<GuardResult> evaluate(
      ReplicaSetPicture picture,
      ReplicaSetConfiguration configuration,
      List<String> kept,
      List<String> lost) {
    var guards = new ForceConfigurationGuards(picture, configuration, kept, lost);
    return List.of(
        guards.majorityLost(), guards.keptReady(), guards.lostSilent(), guards.nothingNewerLost());
  }

  private GuardResult majorityLost() {
    long voters =
        ReplicaSetHealth.members(picture).stream().filter(ReplicaSetHealth::givesVote).count();
    int majority = picture.bestOrThrow().majority();
    var facts =
        new Fact[] {
          Fact.of("sayTheyLead", String.join(", ", picture.claimants())),
          Fact.of("votersThere", voters),
          Fact.of("votesNeeded", majority)
        };
    return picture.claimants().isEmpty() && voters < majority
        ? GuardResult.pass(MAJORITY_LOST, "Nobody leads, and nobody can be elected.", facts)
        : GuardResult.forbid(
            MAJORITY_LOST,
            "A set that has a primary, or can elect one, is changed without force.",
            facts);
  }

  private GuardResult keptReady() {
    var away =
        kept.stream()
            .filter(name ->
                !picture.answers(name)
                    || picture
                        .member(name)
                        .filter(member -> member.state() == MemberState.SECONDARY)
                        .isEmpty())
            .toList();
    long electable =
        configuration.members().stream()
            .filter(member -> kept.contains(member.name()))
            .filter(member -> member.votes() > 0 && member.isElectable())
            .count();
    var facts =
        new Fact[] {
          Fact.of("notReady", away.isEmpty() ? "none" : String.join(", ", away)),
          Fact.of("mayLead", electable)
        };
    if (electable == 0) {
      return GuardResult.forbid(
          KEPT_MEMBERS_READY, "None of the members that are kept may lead.", facts);
    }
    return away.isEmpty()
        ? GuardResult.pass(
            KEPT_MEMBERS_READY, "Every member that is kept answers as a secondary.", facts)
        : GuardResult.forbid(
            KEPT_MEMBERS_READY, "Not every member that is kept answers as a secondary.", facts);
  }

  /** Silence towards Binnacle proves no death: who is alive elsewhere would go on to lead there. */
  private GuardResult lostSilent() {
    var answering = lost.stream().filter(picture::answers).toList();
    return answering.isEmpty()
        ? GuardResult.warn(
            LOST_MEMBERS_SILENT,
            "Nobody who is given up answers Binnacle. Make sure that they are stopped: a majority of them that is alive elsewhere leads a second set.",
            Fact.of("givenUp", String.join(", ", lost)))
        : GuardResult.block(
            LOST_MEMBERS_SILENT,
            "A member that is to be given up answers.",
            Fact.of("answering", String.join(", ", answering)));
  }

  private GuardResult nothingNewerLost() {
    var newestKept = newest(kept);
    var newestLost = newest(lost);
    var facts =
        new Fact[] {
          Fact.of("newestKept", newestKept.map(Instant::toString).orElse("unknown")),
          Fact.of("newestLost", newestLost.map(Instant::toString).orElse("unknown"))
        };
    if (newestKept.isEmpty() || newestLost.isEmpty()) {
      return GuardResult.notAvailable(
          NOTHING_NEWER_LOST,
          "Nobody remembers how far those had come who are given up: what they alone have is lost.",
          facts);
    }
    return newestLost.get().isAfter(newestKept.get())
        ? GuardResult.warn(
            NOTHING_NEWER_LOST, "What was written after the newest kept operation is lost.", facts)
        : GuardResult.pass(
            NOTHING_NEWER_LOST, "As far as anybody remembers, nothing newer is lost.", facts);
  }

  private Optional<Instant> newest(List<String> names) {
    return picture.views().values().stream()
        .flatMap(view -> view.members().stream())
        .filter(member -> names.contains(member.name()))
        .map(MemberStatus::appliedAt)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** The names of members of a configuration. */
  static List<String> names(ReplicaSetConfiguration configuration) {
    return configuration.members().stream().map(ConfiguredMember::name).toList();
  }
}
