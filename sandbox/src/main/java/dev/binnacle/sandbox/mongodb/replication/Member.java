package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.types.ObjectId;

/** A server and what it remembers. Guarded by the lock of its replica set. */
public final class Member {
  private final String host;
  Optional<Configuration> configuration = Optional.empty();
  MemberState state = MemberState.STARTUP;
  long term;

  /** The number after the last operation that it has applied. */
  long applied;

  /** That operation, which its own oplog still has when those of others have it no more. */
  Optional<OplogEntry> newest = Optional.empty();

  boolean hasData;
  Instant startedAt;
  Instant syncingUntil = Instant.EPOCH;
  Instant frozenUntil = Instant.EPOCH;
  Instant primarySeenAt;
  Instant majoritySeenAt;
  Instant electedAt = Instant.EPOCH;
  Optional<Election> won = Optional.empty();
  Optional<Election> voted = Optional.empty();
  final Map<String, Heartbeat> heartbeats = new LinkedHashMap<>();
  ObjectId process = new ObjectId();
  long topologyCounter;

  Member(String host, Instant now) {
    this.host = host;
    this.startedAt = now;
    this.primarySeenAt = now;
    this.majoritySeenAt = now;
  }

  /** Its address, which is its name, too. */
  public String host() {
    return host;
  }

  /** What it is, whether anybody can see it or not. */
  public MemberState state() {
    return state;
  }

  /** What the configuration that it knows says of itself. */
  Optional<MemberConfiguration> own() {
    return configuration.flatMap(known -> known.member(host));
  }

  void become(MemberState next) {
    if (state != next) {
      state = next;
      topologyCounter++;
    }
  }

  void install(Configuration next) {
    if (!configuration.equals(Optional.of(next))) {
      configuration = Optional.of(next);
      topologyCounter++;
    }
  }

  /** Begins again as a new process with the data of the one before. */
  void restart(Instant now) {
    startedAt = now;
    primarySeenAt = now;
    majoritySeenAt = now;
    frozenUntil = Instant.EPOCH;
    process = new ObjectId();
    topologyCounter = 0;
    heartbeats.clear();
    won = Optional.empty();
    voted = Optional.empty();
    if (configuration.isPresent()) {
      become(hasData ? MemberState.SECONDARY : MemberState.STARTUP2);
    }
  }
}
