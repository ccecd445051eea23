package dev.binnacle.databases.postgresql;

import java.util.List;
import java.util.Optional;

/** The contract's result of the kind RELOAD_PGBOUNCER. */
public record ReloadResult(String kind, List<String> pgbouncers, List<Change> changes) {

  /** A setting that is different: what it was and what it is, as far as it is there. */
  public record Change(
      String pgbouncer, String name, Optional<String> before, Optional<String> after) {

    static Change of(String pgbouncer, String name, String before, String after) {
      return new Change(pgbouncer, name, Optional.ofNullable(before), Optional.ofNullable(after));
    }
  }

  public ReloadResult {
    pgbouncers = List.copyOf(pgbouncers);
    changes = List.copyOf(changes);
  }
}
