package dev.binnacle.audit;

import java.util.List;

/** The log's entities, for tests of packages that write to it. */
public final class AuditTables {

  private AuditTables() {}

  /** The entities. */
  public static List<Class<?>> entities() {
    return new AuditEntities().classes();
  }
}
