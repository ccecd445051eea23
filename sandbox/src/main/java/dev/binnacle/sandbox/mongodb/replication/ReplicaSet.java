package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Faults;
import dev.binnacle.sandbox.mongodb.Pace;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * All servers of the simulation and what they have in common. One lock guards all of it; whoever
 * changes something wakes everybody who waits. Thread-safe.
 */
public final class ReplicaSet {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Faults faults;
  private final Pace pace;
  private final InstantSource time;
  private final Oplog oplog;

  /** A set without servers. */
  public ReplicaSet(Faults faults, Pace pace, InstantSource time, long oplogSize) {
    this.faults = faults;
    this.pace = pace;
    this.time = time;
    this.oplog = new Oplog(oplogSize);
  }

  /** Reads under the lock. */
  public <T> T look(Supplier<T> reading) {
    lock.lock();
    try {
      return reading.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes something under the lock, and wakes those who wait. */
  public <T> T change(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  /**
   * Waits until the condition holds, which is looked at under the lock and may change things when
   * it does.
   *
   * @return whether it held in time
   */
  public boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = limit.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a server that belongs to no set yet. */
  public Member addServer(String host) {
    return change(() -> {
      Member member = new Member(host, now());
      members.put(host, member);
      return member;
    });
  }

  /** Makes the servers a set, as {@code replSetInitiate} does, and fills it with that history. */
  public void initiate(Configuration configuration, Runnable history) {
    change(() -> {
      for (MemberConfiguration described : configuration.members()) {
        Member member = members.get(described.host());
        member.install(configuration);
        member.hasData = true;
        member.become(MemberState.SECONDARY);
      }
      history.run();
      members.values().forEach(member -> member.applied = oplog.end());
      // Nobody waits for a primary that there has never been.
      members.get(configuration.members().getFirst().host()).primarySeenAt = Instant.EPOCH;
      return null;
    });
  }

  /** Lets a server begin again as a new process with the data that it had. */
  public void restart(Member member) {
    change(() -> {
      member.restart(now());
      return null;
    });
  }

  /** All servers, also those that belong to no set. */
  Collection<Member> servers() {
    return members.values();
  }

  Optional<Member> server(String host) {
    return Optional.ofNullable(members.get(host));
  }

  Faults faults() {
    return faults;
  }

  Pace pace() {
    return pace;
  }

  /** Now. */
  public Instant now() {
    return time.instant();
  }

  /** The common history; to be read under the lock. */
  public Oplog oplog() {
    return oplog;
  }

  boolean reach(Member one, Member other) {
    return one == other
        ? !faults.dead(one.host()) && !faults.silent(one.host())
        : faults.connected(one.host(), other.host());
  }

  /** The one that leads and is there; with a split network the one of the newest term. */
  public Optional<Member> primary() {
    return members.values().stream()
        .filter(member -> member.state == MemberState.PRIMARY)
        .filter(member -> !faults.dead(member.host()))
        .max(Comparator.comparingLong(member -> member.term));
  }

  /** How far a member has applied the history. */
  OpTime appliedTime(Member member) {
    return appliedEntry(member).map(OplogEntry::time).orElse(OpTime.NONE);
  }

  Optional<OplogEntry> appliedEntry(Member member) {
    return oplog.before(member.applied).or(() -> member.newest);
  }

  /** The operations that a member has applied and that are still there; under the lock. */
  public List<OplogEntry> applied(Member member) {
    return oplog.upTo(member.applied);
  }

  /** How many operations a member has ever applied; under the lock. */
  public long appliedCount(Member member) {
    return member.applied;
  }

  /** The configuration that a member knows, as clients see it; under the lock. */
  public Optional<BsonDocument> configuration(Member member) {
    return member.configuration.map(Configuration::document);
  }

  /** How long the process of a member runs; under the lock. */
  public Duration uptime(Member member) {
    return Duration.between(member.startedAt, now());
  }

  /** The number of the operations that a majority of voters has applied, as the member sees. */
  long committed(Member member) {
    Configuration configuration = member.configuration.orElseThrow();
    var applied =
        configuration.members().stream()
            .filter(MemberConfiguration::votesNow)
            .filter(voter -> !voter.arbiterOnly())
            .flatMap(voter -> server(voter.host()).stream())
            .map(voter -> reach(member, voter) ? voter.applied : 0L)
            .sorted(Comparator.reverseOrder())
            .toList();
    return applied.size() < configuration.majority()
        ? 0
        : Math.min(member.applied, applied.get(configuration.majority() - 1));
  }

  OpTime committedTime(Member member) {
    return oplog.before(committed(member)).map(OplogEntry::time).orElse(OpTime.NONE);
  }

  /**
   * Writes on the primary.
   *
   * @return the number of operations there are then
   * @throws Refusal when the member is no primary
   */
  public long write(Member member, String kind, String namespace, BsonDocument change) {
    return change(() -> {
      requirePrimary(member, "not primary");
      oplog.append(member.term, now(), kind, namespace, change);
      member.applied = oplog.end();
      return oplog.end();
    });
  }

  void requirePrimary(Member member, String message) {
    if (member.state != MemberState.PRIMARY) {
      throw new Refusal(ErrorCode.NOT_WRITABLE_PRIMARY, message);
    }
  }

  /** What a primary writes every ten seconds so that the time goes on, and when it was elected. */
  void note(Member primary, String message) {
    oplog.append(primary.term, now(), "n", "", new BsonDocument("msg", new BsonString(message)));
    primary.applied = oplog.end();
  }

  /** Waits until a majority has applied so many operations. */
  public boolean awaitMajority(Member member, long number, Duration limit)
      throws InterruptedException {
    return await(limit, () -> committed(member) >= number);
  }
}
