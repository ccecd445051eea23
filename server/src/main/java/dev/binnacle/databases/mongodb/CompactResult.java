package dev.binnacle.databases.mongodb;

import java.util.List;

/**
 * What the compaction gave back: the contract's result of the kind COMPACT_MONGODB_COLLECTION.
 *
 * @param freedBytes on all members together
 */
public record CompactResult(
    String kind, String collection, long freedBytes, List<MemberFreed> members) {

  public CompactResult {
    members = List.copyOf(members);
  }

  /** What one member has got back. */
  public record MemberFreed(String member, long freedBytes) {}
}
