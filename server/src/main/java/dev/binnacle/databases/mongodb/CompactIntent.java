package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * A rolling compaction resolved against the world.
 *
 * @param database its name in the platform description
 * @param collection the namespace
 * @param secondaries in the order in which they are compacted
 * @param primary the member that leads, which is compacted last
 */
public record CompactIntent(
    String database, String collection, List<String> secondaries, String primary) {

  public CompactIntent {
    secondaries = List.copyOf(secondaries);
  }
}
