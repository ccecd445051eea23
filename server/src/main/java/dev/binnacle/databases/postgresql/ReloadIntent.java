package dev.binnacle.databases.postgresql;

import java.util.List;

/** Which PgBouncers are to read their configuration again. */
public record ReloadIntent(String database, List<String> pgbouncers) {

  public ReloadIntent {
    pgbouncers = List.copyOf(pgbouncers);
  }
}
