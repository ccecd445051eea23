package dev.binnacle.platform.redis;

import java.util.Set;

/**
 * What a node answered to a {@code MIGRATE} of some keys of a slot. Of several keys those that the
 * target has taken are gone from the source in each case.
 */
public sealed interface MigrateAnswer {

  /** First words of errors that go away by themselves, wherever the source passes them on. */
  Set<String> FOR_NOW =
      Set.of("IOERR", "LOADING", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "MOVED", "READONLY");

  /** All of them have moved, or had gone before. */
  record Moved() implements MigrateAnswer {}

  /** The target has a key of that name already. */
  record Taken() implements MigrateAnswer {}

  /** The two lost each other or are changing their roles: it is not known what has arrived. */
  record Broken(String said) implements MigrateAnswer {}

  /** Anything else. */
  record Refused(String said) implements MigrateAnswer {}

  /** The error as Redis words it, in {@code migrate.c} of 6.0 to 7.4. */
  static MigrateAnswer error(String said) {
    if (said.contains("BUSYKEY")) {
      return new Taken();
    }
    return FOR_NOW.stream().anyMatch(said::contains) ? new Broken(said) : new Refused(said);
  }
}
