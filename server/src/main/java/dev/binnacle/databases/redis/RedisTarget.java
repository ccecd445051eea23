package dev.binnacle.databases.redis;

import dev.binnacle.operations.Target;
import dev.binnacle.platform.PlatformDescription.Database;

/** Redis Clusters as targets of operations. */
final class RedisTarget {

  /** What excludes two writers to disk from one another; they disturb nobody else. */
  static final String PERSISTENCE = "PERSISTENCE";

  private RedisTarget() {}

  static Target of(Database.Redis database) {
    return new Target("DATABASE", "", database.name(), database.site());
  }
}
