package dev.binnacle.databases;

import dev.binnacle.operations.Target;
import dev.binnacle.platform.PlatformDescription.Database;

/** Databases as targets of operations. */
final class DatabaseTarget {

  static final String TYPE = "DATABASE";

  private DatabaseTarget() {}

  static Target of(Database database) {
    return new Target(TYPE, "", database.name(), database.site());
  }
}
