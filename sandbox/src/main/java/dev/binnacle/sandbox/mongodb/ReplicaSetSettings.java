package dev.binnacle.sandbox.mongodb;

import dev.binnacle.sandbox.mongodb.data.CollectionSeed;
import java.time.Duration;
import java.util.List;

/**
 * What replica set to simulate.
 *
 * @param name of the set
 * @param members how many there are
 * @param oplogBytes how large the oplog may become
 * @param history how far back the oplog goes at the start
 * @param writeInterval between two writes of the set's own
 */
public record ReplicaSetSettings(
    Listening listening,
    String name,
    int members,
    List<User> users,
    List<CollectionSeed> collections,
    long oplogBytes,
    Duration history,
    Duration writeInterval,
    Pace pace) {
  public ReplicaSetSettings {
    users = List.copyOf(users);
    collections = List.copyOf(collections);
  }

  /** Three brisk members with a day's history, for those users. */
  public static ReplicaSetSettings usual(Listening listening, List<User> users) {
    return new ReplicaSetSettings(
        listening,
        "rs0",
        3,
        users,
        List.of(
            new CollectionSeed("shop.orders", 120_000, 640, 48_000_000),
            new CollectionSeed("shop.carts", 30_000, 310, 22_000_000),
            new CollectionSeed("audit.events", 900_000, 180, 5_000_000)),
        4L * 1024 * 1024,
        Duration.ofHours(26),
        Duration.ofMillis(250),
        Pace.brisk());
  }

  /** The same at another pace. */
  public ReplicaSetSettings withPace(Pace other) {
    return new ReplicaSetSettings(
        listening, name, members, users, collections, oplogBytes, history, writeInterval, other);
  }

  /** The same with an oplog of another size, which is written to so often. */
  public ReplicaSetSettings withOplog(long bytes, Duration interval) {
    return new ReplicaSetSettings(
        listening, name, members, users, collections, bytes, history, interval, pace);
  }
}
