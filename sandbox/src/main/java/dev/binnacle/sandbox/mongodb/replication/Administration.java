package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * What administrators do to a replica set. The refusals are those of the manual's pages on {@code
 * replSetReconfig}, {@code replSetStepDown} and {@code replSetFreeze}, in the words of servers.
 */
public final class Administration {
  private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

  /** So that no configuration of the others has the same version: the server adds at random. */
  private static final int JUMP_OF_A_FORCED_VERSION = 10_000;

  private final ReplicaSet set;
  private final Elections elections;
  private final java.util.concurrent.locks.ReentrantLock reconfiguring =
      new java.util.concurrent.locks.ReentrantLock();

  /** For that set. */
  public Administration(ReplicaSet set) {
    this.set = set;
    this.elections = new Elections(set);
  }

  /**
   * Installs another configuration, and waits until a majority has it.
   *
   * @param limit how long to wait; the server waits forever without a {@code maxTimeMS}
   * @throws Refusal when it may not be installed, or when the time has passed
   */
  public void reconfigure(Member member, BsonDocument wanted, boolean force, Duration limit)
      throws InterruptedException {
    if (!reconfiguring.tryLock()) {
      throw new Refusal(
          ErrorCode.CONFIGURATION_IN_PROGRESS,
          "Cannot run replSetReconfig because the node is currently updating its configuration");
    }
    try {
      Instant end = set.now().plus(limit);
      if (!force) {
        set.change(() -> {
          requireWritable(member);
          return null;
        });
        awaitCommitted(member, limit);
      }
      Configuration installed = set.change(() -> install(member, wanted, force));
      Duration left = Duration.between(set.now(), end);
      if (!force && !set.await(left, () -> majorityHas(member, installed))) {
        throw new Refusal(
            ErrorCode.MAX_TIME_MS_EXPIRED,
            "Reconfig finished but failed to propagate to a majority");
      }
    } finally {
      reconfiguring.unlock();
    }
  }

  private void requireWritable(Member member) {
    set.requirePrimary(
        member,
        "New config is rejected :: caused by :: replSetReconfig should only be run on a writable PRIMARY. Current state %s;"
            .formatted(member.state.word()));
  }

  private void awaitCommitted(Member member, Duration limit) throws InterruptedException {
    Configuration present = set.look(() -> member.configuration.orElseThrow());
    if (!set.await(limit, () -> majorityHas(member, present))) {
      throw new Refusal(
          ErrorCode.CURRENT_CONFIG_NOT_COMMITTED_YET,
          "New config is rejected :: caused by :: Cannot run replSetReconfig because the current config: {version: %d, term: %d} has not been propagated to a majority of nodes"
              .formatted(present.version(), present.term()));
    }
  }

  private Configuration install(Member member, BsonDocument document, boolean force) {
    if (!force) {
      requireWritable(member);
    }
    Configuration present = member.configuration.orElseThrow();
    Configuration wanted = Configuration.parse(document, present);
    ConfigurationRules.check(present, wanted, member.host(), force);
    Configuration next =
        wanted
            .withMembers(
                wanted.members().stream().map(described -> marked(present, described)).toList())
            .in(force ? Configuration.NO_TERM : member.term);
    if (!force) {
      checkQuorum(member, next);
    }
    member.install(
        force
            ? new Configuration(
                next.name(),
                Math.max(next.version(), present.version() + 1) + JUMP_OF_A_FORCED_VERSION,
                next.term(),
                next.id(),
                next.members(),
                next.settings())
            : next);
    return member.configuration.orElseThrow();
  }

  /** A vote of a member that has not been there yet counts later. */
  private static MemberConfiguration marked(Configuration present, MemberConfiguration described) {
    Optional<MemberConfiguration> before = present.member(described.host());
    return described.withNewlyAdded(
        described.votes() > 0
            && before.map(MemberConfiguration::newlyAdded).orElse(before.isEmpty())
            && !described.arbiterOnly());
  }

  private void checkQuorum(Member member, Configuration next) {
    List<String> answering =
        next.members().stream()
            .filter(MemberConfiguration::votesNow)
            .map(MemberConfiguration::host)
            .filter(host -> answers(member, host))
            .toList();
    if (answering.size() < next.majority()) {
      List<String> others =
          next.members().stream()
              .map(MemberConfiguration::host)
              .filter(host -> !answers(member, host))
              .map(host -> host + " failed with Error connecting to " + host)
              .toList();
      throw new Refusal(
          ErrorCode.NODE_NOT_FOUND,
          "Quorum check failed because not enough voting nodes responded; required %d but only the following %d voting nodes responded: %s; the following nodes did not respond affirmatively: %s"
              .formatted(
                  next.majority(),
                  answering.size(),
                  String.join(", ", answering),
                  String.join(", ", others)));
    }
  }

  private boolean answers(Member member, String host) {
    return set.server(host).filter(other -> set.reach(member, other)).isPresent();
  }

  private boolean majorityHas(Member member, Configuration configuration) {
    long having =
        configuration.members().stream()
            .filter(MemberConfiguration::votesNow)
            .flatMap(voter -> set.server(voter.host()).stream())
            .filter(voter ->
                voter == member
                    || Optional.ofNullable(member.heartbeats.get(voter.host()))
                        .filter(Heartbeat::healthy)
                        .filter(seen -> seen.version() >= configuration.version())
                        .isPresent())
            .count();
    return having >= configuration.majority();
  }

  /** Whether a majority has the configuration that the member has. */
  public boolean isCommitted(Member member) {
    return set.look(() -> majorityHas(member, member.configuration.orElseThrow()));
  }

  /**
   * Makes the primary a secondary once another one could take over, and hands the lead to it.
   *
   * @param period how long it may not be elected again
   * @param catchUp how long to wait for one that could take over
   * @throws Refusal when it is no primary, or nobody could take over in time
   */
  public void stepDown(Member member, Duration period, Duration catchUp, boolean force)
      throws InterruptedException {
    set.look(() -> {
      set.requirePrimary(member, "not primary so can't step down");
      return null;
    });
    if (period.isNegative()) {
      throw new Refusal(ErrorCode.BAD_VALUE, "stepdown period must be a positive integer");
    }
    if (catchUp.isNegative()) {
      throw new Refusal(
          ErrorCode.BAD_VALUE, "secondaryCatchUpPeriodSecs period must be a positive or absent");
    }
    if (period.compareTo(catchUp) < 0) {
      throw new Refusal(
          ErrorCode.BAD_VALUE, "stepdown period must be longer than secondaryCatchUpPeriodSecs");
    }
    Instant until = set.now().plus(period);
    Duration patience = catchUp.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : catchUp;
    boolean heir = set.await(patience, () -> handOver(member, until));
    if (!heir && !force) {
      throw new Refusal(
          ErrorCode.EXCEEDED_TIME_LIMIT,
          "No electable secondaries caught up as of %s. Please use the replSetStepDown command with the argument {force: true} to force node to step down."
              .formatted(set.now()));
    }
    if (!heir) {
      set.change(() -> {
        leave(member, until);
        return null;
      });
    }
  }

  /** Done in the look itself, so that no write comes between it and the step down. */
  private boolean handOver(Member member, Instant until) {
    set.requirePrimary(
        member, "Already stepped down from primary while processing step down request");
    boolean majority = set.committed(member) >= member.applied;
    Optional<Member> heir = elections.heir(member, set.now());
    if (!majority || heir.isEmpty()) {
      return false;
    }
    leave(member, until);
    elections.stand(heir.get(), "stepUpRequestSkipDryRun", set.now());
    return true;
  }

  private void leave(Member member, Instant until) {
    member.become(MemberState.SECONDARY);
    member.frozenUntil = until;
    member.primarySeenAt = set.now();
  }

  /**
   * Keeps a secondary from standing for election; zero lets it again.
   *
   * @throws Refusal when it leads
   */
  public BsonDocument freeze(Member member, Duration period) {
    return set.change(() -> {
      if (member.state == MemberState.PRIMARY) {
        throw new Refusal(
            ErrorCode.NOT_SECONDARY,
            "cannot freeze node when primary or running for election. state: Primary");
      }
      member.frozenUntil = set.now().plus(period);
      return period.isZero()
          ? new BsonDocument("info", new BsonString("unfreezing"))
          : new BsonDocument();
    });
  }
}
