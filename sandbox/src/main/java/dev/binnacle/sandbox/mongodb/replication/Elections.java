package dev.binnacle.sandbox.mongodb.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who leads: the manual's page "Replica Set Elections". A primary that loses the majority steps
 * down, secondaries without a primary stand for election, and a member of higher priority takes
 * over. Runs under the lock of the replica set.
 */
final class Elections {
  private static final int LATER_BY_NUMBER = 15;

  private final ReplicaSet set;

  Elections(ReplicaSet set) {
    this.set = set;
  }

  /** Looks once. */
  void pulse(Instant now) {
    for (Member member : set.servers()) {
      if (set.reach(member, member) && member.configuration.isPresent()) {
        if (member.state == MemberState.PRIMARY) {
          keepOrStepDown(member, now);
        } else if (member.state == MemberState.SECONDARY) {
          standIfNeeded(member, now);
        }
      }
    }
  }

  private void keepOrStepDown(Member primary, Instant now) {
    Configuration configuration = primary.configuration.orElseThrow();
    if (voters(primary).size() >= configuration.majority()) {
      primary.majoritySeenAt = now;
    } else if (!set.faults().deluded(primary.host())
        && passed(primary.majoritySeenAt, set.pace().electionTimeout(), now)) {
      primary.become(MemberState.SECONDARY);
      primary.primarySeenAt = now;
    }
  }

  /** The voters that a member reaches, itself among them. */
  private List<Member> voters(Member member) {
    return member.configuration.orElseThrow().members().stream()
        .filter(MemberConfiguration::votesNow)
        .flatMap(voter -> set.server(voter.host()).stream())
        .filter(voter -> set.reach(member, voter))
        .toList();
  }

  private void standIfNeeded(Member member, Instant now) {
    Optional<Member> primary = primarySeenBy(member);
    if (primary.isEmpty()) {
      Duration patience =
          set.pace().electionTimeout().plusMillis((long) id(member) * LATER_BY_NUMBER);
      if (passed(member.primarySeenAt, patience, now)) {
        stand(member, "electionTimeout", now);
      }
      return;
    }
    member.primarySeenAt = now;
    boolean outranks = priority(member) > priority(primary.get());
    // The server waits the election timeout times the rank before a takeover; the rank is 1 here.
    boolean settled = passed(primary.get().electedAt, set.pace().electionTimeout(), now);
    if (outranks && settled && member.applied >= primary.get().applied) {
      stand(member, "priorityTakeover", now);
    }
  }

  Optional<Member> primarySeenBy(Member member) {
    return set.servers().stream()
        .filter(other -> other.state == MemberState.PRIMARY && set.reach(member, other))
        .max(Comparator.comparingLong(other -> other.term));
  }

  /** The best of those who may take over from a primary at once, because they have all it has. */
  Optional<Member> heir(Member primary, Instant now) {
    return set.servers().stream()
        .filter(other -> other != primary && set.reach(primary, other))
        .filter(other -> mayStand(other, now) && other.applied >= primary.applied)
        .max(Comparator.comparingDouble(Elections::priority));
  }

  private static boolean mayStand(Member member, Instant now) {
    return member.state == MemberState.SECONDARY
        && member.own().map(MemberConfiguration::electable).orElse(false)
        && !now.isBefore(member.frozenUntil);
  }

  /** Stands for election, and wins if a majority has nothing that the candidate lacks. */
  boolean stand(Member candidate, String reason, Instant now) {
    if (!mayStand(candidate, now)) {
      return false;
    }
    Configuration configuration = candidate.configuration.orElseThrow();
    List<Member> granting =
        voters(candidate).stream().filter(voter -> voter.applied <= candidate.applied).toList();
    if (granting.size() < configuration.majority()) {
      return false;
    }
    lead(candidate, reason, configuration, now);
    return true;
  }

  private void lead(Member winner, String reason, Configuration configuration, Instant now) {
    List<Member> reached =
        set.servers().stream()
            .filter(other -> set.reach(winner, other) && other.configuration.isPresent())
            .toList();
    int prior =
        reached.stream()
            .filter(other -> other.state == MemberState.PRIMARY)
            .map(Elections::id)
            .findFirst()
            .orElse(-1);
    long term = reached.stream().mapToLong(other -> other.term).max().orElse(0) + 1;
    Election election =
        new Election(
            reason,
            now,
            term,
            id(winner),
            configuration.majority(),
            priority(winner),
            prior,
            set.appliedTime(winner),
            set.committedTime(winner),
            set.pace().electionTimeout().toMillis());
    for (Member other : reached) {
      other.term = term;
      if (other.state == MemberState.PRIMARY) {
        other.become(MemberState.SECONDARY);
      }
      other.primarySeenAt = now;
      other.voted = Optional.of(election);
    }
    winner.voted = Optional.empty();
    winner.won = Optional.of(election);
    winner.electedAt = now;
    winner.majoritySeenAt = now;
    winner.become(MemberState.PRIMARY);
    winner.install(configuration.in(term));
    set.note(winner, "new primary");
  }

  private static int id(Member member) {
    return member.own().map(MemberConfiguration::id).orElse(0);
  }

  private static double priority(Member member) {
    return member.own().map(MemberConfiguration::priority).orElse(0.0);
  }

  private static boolean passed(Instant since, Duration time, Instant now) {
    return !since.plus(time).isAfter(now);
  }
}
