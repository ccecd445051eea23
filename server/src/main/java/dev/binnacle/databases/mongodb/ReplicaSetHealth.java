package dev.binnacle.databases.mongodb;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.mongodb.ConfiguredMember;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.OpTime;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides how a replica set and its members are, from one picture. Pure. */
public final class ReplicaSetHealth {

  /** Beyond it a secondary is of little use; MongoDB's own advisors warn at the same lag. */
  static final Duration TOLERABLE_LAG = Duration.ofSeconds(10);

  private static final Set<MemberState> IN_ORDER =
      Set.of(MemberState.PRIMARY, MemberState.SECONDARY, MemberState.ARBITER);

  private ReplicaSetHealth() {}

  /** The verdict on the set. */
  public static Health of(ReplicaSetPicture picture) {
    return picture
        .best()
        .map(view -> Health.of(reasons(picture, view)))
        .orElseGet(() ->
            Health.unknown(
                picture.silent().values().stream()
                    .map(Problem::detail)
                    .sorted()
                    .map(detail -> Reason.of("MONGODB_UNREACHABLE", Severity.CRITICAL, detail))
                    .toList()));
  }

  /** Every member in the order of the set; none when nobody answered. */
  public static List<ReplicaSetMember> members(ReplicaSetPicture picture) {
    return picture.best().stream()
        .flatMap(view -> view.members().stream())
        .map(seen -> member(picture, picture.member(seen.name()).orElse(seen)))
        .toList();
  }

  private static List<Reason> reasons(ReplicaSetPicture picture, ReplicaSetStatus view) {
    var reasons = new ArrayList<Reason>();
    var members = members(picture);
    long voters = members.stream().filter(ReplicaSetHealth::givesVote).count();
    if (picture.primary().isEmpty()) {
      reasons.add(
          Reason.of("NO_PRIMARY", Severity.CRITICAL, "No member leads: nothing is written."));
    }
    if (picture.claimants().size() > 1) {
      reasons.add(
          Reason.of(
              "SEVERAL_PRIMARIES",
              Severity.CRITICAL,
              "More than one member says that it leads: "
                  + String.join(", ", picture.claimants())
                  + ". The network is split, or was a moment ago."));
    }
    if (view.majority() > 0 && voters < view.majority()) {
      reasons.add(
          Reason.of(
              "NO_MAJORITY",
              Severity.CRITICAL,
              "Only %d voting members are there; %d votes are needed."
                  .formatted(voters, view.majority())));
    } else if (view.majority() > 1 && voters == view.majority()) {
      reasons.add(
          Reason.of(
              "MAJORITY_AT_RISK",
              Severity.WARNING,
              "No voting member can be spared: when one more is lost, nothing is written."));
    }
    if (members.stream().noneMatch(ReplicaSetHealth::couldTakeOver)) {
      reasons.add(
          Reason.of(
              "NO_ELECTABLE_SECONDARY",
              Severity.WARNING,
              "No healthy secondary could take over from the primary."));
    }
    if (versions(members).size() > 1) {
      reasons.add(
          Reason.of(
              "CONFIGURATIONS_DIFFER",
              Severity.WARNING,
              "The members do not all know the same configuration."));
    }
    members.forEach(member -> reasons.addAll(member.reasons()));
    return reasons;
  }

  /** Whether the set can count on its vote. */
  static boolean givesVote(ReplicaSetMember member) {
    return member.votes()
        && !member.cutOff()
        && member.status().healthy()
        && IN_ORDER.contains(member.status().state());
  }

  /** Whether it could lead at once, or nearly so. */
  static boolean couldTakeOver(ReplicaSetMember member) {
    return member.electable()
        && !member.cutOff()
        && member.status().healthy()
        && member.status().state() == MemberState.SECONDARY
        && member.lag().filter(lag -> lag.compareTo(TOLERABLE_LAG) <= 0).isPresent();
  }

  private static Set<Integer> versions(List<ReplicaSetMember> members) {
    return members.stream()
        .filter(member -> member.status().healthy())
        .map(member -> member.status().configurationVersion())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static ReplicaSetMember member(ReplicaSetPicture picture, MemberStatus status) {
    var configured =
        picture.configuration().flatMap(configuration -> configuration.member(status.name()));
    var lag = lag(picture, status, configured);
    var reasons = new ArrayList<Reason>();
    boolean answers = picture.answers(status.name());
    boolean cutOff = answers && picture.isMissed(status.name());
    var name = status.name();
    if (!status.healthy()) {
      reasons.add(
          Reason.of(
              "MEMBER_DOWN",
              Severity.WARNING,
              "The other members do not reach " + name + ".",
              name));
    } else if (cutOff) {
      reasons.add(
          Reason.of(
              "MEMBER_CUT_OFF",
              Severity.WARNING,
              "%s answers Binnacle, but %s does not reach it."
                  .formatted(name, picture.bestOrThrow().self()),
              name));
    } else if (!IN_ORDER.contains(status.state())) {
      reasons.add(Reason.of("MEMBER_NOT_SERVING", Severity.WARNING, words(status), name));
    } else if (!answers) {
      reasons.add(
          Reason.of(
              "MEMBER_UNREACHABLE",
              Severity.WARNING,
              "The other members reach %s, but Binnacle does not: %s."
                  .formatted(name, picture.silence(name).orElse("it was not asked")),
              name));
    }
    lag.filter(late -> late.compareTo(TOLERABLE_LAG) > 0)
        .ifPresent(late ->
            reasons.add(
                Reason.of(
                    "MEMBER_LAGS",
                    Severity.WARNING,
                    name + " is " + late.toSeconds() + " s behind the primary.",
                    name)));
    return new ReplicaSetMember(
        status,
        configured,
        answers,
        cutOff,
        picture.breaker(name),
        lag,
        Health.worstFirst(reasons));
  }

  private static String words(MemberStatus status) {
    return switch (status.state()) {
      case RECOVERING ->
          status.name()
              + " is RECOVERING. If its next operation has left the oplog, only a new copy of the"
              + " data helps: empty its data directory and start it again.";
      case STARTUP2 -> status.name() + " copies the data (STARTUP2).";
      case ROLLBACK -> status.name() + " takes back writes that no majority had (ROLLBACK).";
      default -> status.name() + " is " + status.state() + ".";
    };
  }

  private static Optional<Duration> lag(
      ReplicaSetPicture picture, MemberStatus status, Optional<ConfiguredMember> configured) {
    boolean lateOnPurpose = configured.filter(member -> !member.delay().isZero()).isPresent();
    if (status.state() != MemberState.SECONDARY || lateOnPurpose) {
      return Optional.empty();
    }
    return picture
        .primary()
        .flatMap(MemberStatus::applied)
        .flatMap(leading -> status.applied().map(applied -> between(applied, leading)));
  }

  private static Duration between(OpTime applied, OpTime leading) {
    var late = Duration.between(applied.at(), leading.at());
    return late.isNegative() ? Duration.ZERO : late;
  }
}
