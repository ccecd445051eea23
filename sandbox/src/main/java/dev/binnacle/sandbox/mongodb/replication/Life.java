package dev.binnacle.sandbox.mongodb.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets the time go on in a replica set: heartbeats, replication, elections, and a few writes so
 * that there is something to replicate.
 */
public final class Life implements AutoCloseable {
  private static final int PULSE_MILLIS = 20;

  private final ReplicaSet set;
  private final Elections elections;
  private final Duration writeInterval;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mongodb-life").factory());
  private Instant heartbeatAt = Instant.EPOCH;
  private Instant writeAt = Instant.EPOCH;

  /**
   * A life that has not begun.
   *
   * @param writeInterval between two writes of the set's own
   */
  public Life(ReplicaSet set, Duration writeInterval) {
    this.set = set;
    this.elections = new Elections(set);
    this.writeInterval = writeInterval;
  }

  /** Begins. */
  public void begin() {
    timer.scheduleAtFixedRate(this::pulse, 0, PULSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void pulse() {
    set.change(() -> {
      Instant now = set.now();
      if (!now.isBefore(heartbeatAt)) {
        heartbeatAt = now.plus(set.pace().heartbeat());
        set.servers().forEach(member -> beat(member, now));
      }
      set.servers().forEach(member -> replicate(member, now));
      elections.pulse(now);
      set.servers().forEach(this::countNewMembers);
      if (!now.isBefore(writeAt)) {
        writeAt = now.plus(writeInterval);
        set.primary().ifPresent(primary -> set.note(primary, "periodic noop"));
      }
      return null;
    });
  }

  /** One member asks all others how they are. */
  private void beat(Member member, Instant now) {
    if (!set.reach(member, member)) {
      return;
    }
    for (Member other : set.servers()) {
      if (other == member || !concerns(member, other)) {
        continue;
      }
      Heartbeat before = member.heartbeats.getOrDefault(other.host(), Heartbeat.NEVER);
      if (set.reach(member, other)) {
        member.heartbeats.put(other.host(), seen(other, now));
        learn(member, other);
      } else if (set.faults().dead(other.host())
          || before.at().plus(set.pace().heartbeatTimeout()).isBefore(now)) {
        member.heartbeats.put(other.host(), before.lost());
      }
    }
  }

  /** A removed server still asks those whom it knew, and so learns that it was removed. */
  private static boolean concerns(Member member, Member other) {
    return member.configuration.flatMap(known -> known.member(other.host())).isPresent();
  }

  private Heartbeat seen(Member other, Instant now) {
    Optional<OplogEntry> applied = set.appliedEntry(other);
    return new Heartbeat(
        now,
        true,
        other.state,
        applied.map(OplogEntry::time).orElse(OpTime.NONE),
        applied.map(OplogEntry::wall).orElse(Instant.EPOCH),
        syncSource(other),
        other.configuration.map(Configuration::version).orElse(-1),
        other.configuration.map(Configuration::term).orElse(-1L));
  }

  /** Whom a member reads from; there is no chaining here. */
  String syncSource(Member member) {
    return member.state == MemberState.PRIMARY
        ? ""
        : elections.primarySeenBy(member).map(Member::host).orElse("");
  }

  private static void learn(Member member, Member other) {
    Configuration known = member.configuration.orElseThrow();
    if (other.configuration.isPresent() && other.configuration.get().newerThan(known)) {
      adopt(member, other.configuration.get());
    } else if (other.configuration.filter(theirs -> !known.newerThan(theirs)).isEmpty()) {
      adopt(other, known);
    }
    if (other.term > member.term) {
      member.term = other.term;
      if (member.state == MemberState.PRIMARY) {
        member.become(MemberState.SECONDARY);
      }
    }
  }

  private static void adopt(Member member, Configuration configuration) {
    boolean first = member.configuration.isEmpty() || member.state == MemberState.REMOVED;
    member.install(configuration);
    if (member.own().isEmpty()) {
      member.become(MemberState.REMOVED);
    } else if (first) {
      member.become(member.hasData ? MemberState.SECONDARY : MemberState.STARTUP2);
      member.syncingUntil = Instant.EPOCH;
    }
  }

  private void replicate(Member member, Instant now) {
    if (!set.reach(member, member)
        || member.own().isEmpty()
        || elections.primarySeenBy(member).isEmpty()
        || set.faults().replicationStopped(member.host())) {
      return;
    }
    switch (member.state) {
      case STARTUP2 -> copy(member, now);
      case SECONDARY -> follow(member, now);
      default -> {}
    }
  }

  private void copy(Member member, Instant now) {
    if (member.syncingUntil.equals(Instant.EPOCH)) {
      member.syncingUntil = now.plus(set.pace().initialSync());
    } else if (!now.isBefore(member.syncingUntil)) {
      member.hasData = true;
      member.applied = set.oplog().end();
      member.become(
          member.own().orElseThrow().arbiterOnly() ? MemberState.ARBITER : MemberState.SECONDARY);
    }
  }

  private void follow(Member member, Instant now) {
    if (member.applied <= set.oplog().first()) {
      // It finds its place by its last operation (OplogFetcher): only a new initial sync helps.
      member.become(MemberState.RECOVERING);
      return;
    }
    Duration lag =
        set.faults().lag(member.host()).plusSeconds(member.own().orElseThrow().delaySeconds());
    long end = lag.isZero() ? set.oplog().end() : set.oplog().endAt(now.minus(lag));
    member.applied = Math.max(member.applied, end);
    member.newest = set.appliedEntry(member);
  }

  /** Since 5.0 a new member's vote counts once it is a secondary, by an automatic reconfig. */
  private void countNewMembers(Member member) {
    if (member.state != MemberState.PRIMARY || !set.reach(member, member)) {
      return;
    }
    Configuration configuration = member.configuration.orElseThrow();
    boolean ready =
        configuration.members().stream()
            .filter(MemberConfiguration::newlyAdded)
            .anyMatch(added -> isSecondary(member, added));
    if (ready) {
      member.install(
          configuration
              .next(added ->
                  added.newlyAdded() && isSecondary(member, added)
                      ? added.withNewlyAdded(false)
                      : added)
              .in(member.term));
    }
  }

  private static boolean isSecondary(Member primary, MemberConfiguration added) {
    return Optional.ofNullable(primary.heartbeats.get(added.host()))
        .flatMap(Heartbeat::known)
        .filter(state -> state == MemberState.SECONDARY || state == MemberState.ARBITER)
        .isPresent();
  }

  /** Ends; the members stay as they are. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
