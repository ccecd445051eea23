package dev.binnacle.sandbox.mongodb;

import java.time.Duration;

/**
 * How fast a replica set lives.
 *
 * @param heartbeat between two heartbeats of a member to another; the server's default is 2 s
 * @param heartbeatTimeout how long a silent member is still thought healthy; the default is 10 s
 * @param electionTimeout how long secondaries wait for a primary; the default is 10 s
 * @param initialSync how long a new member copies the data
 * @param compaction how long a member compacts a collection
 */
public record Pace(
    Duration heartbeat,
    Duration heartbeatTimeout,
    Duration electionTimeout,
    Duration initialSync,
    Duration compaction) {
  /** The server's defaults, on small data. */
  public static Pace usual() {
    return new Pace(
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2));
  }

  /** For people and tests in a hurry. */
  public static Pace brisk() {
    return new Pace(
        Duration.ofMillis(100),
        Duration.ofMillis(800),
        Duration.ofMillis(1000),
        Duration.ofMillis(600),
        Duration.ofMillis(400));
  }

  /** The same with another duration of a compaction. */
  public Pace withCompaction(Duration other) {
    return new Pace(heartbeat, heartbeatTimeout, electionTimeout, initialSync, other);
  }

  /** The same with another duration of an initial sync. */
  public Pace withInitialSync(Duration other) {
    return new Pace(heartbeat, heartbeatTimeout, electionTimeout, other, compaction);
  }
}
