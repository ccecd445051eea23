package dev.binnacle.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of the platform is real, simulated or absent, as text for people. */
final class ComponentTable {
  /** How true a component of the sandbox is. */
  enum Presence {
    REAL,
    SIMULATED,
    ABSENT,
    FAILED
  }

  private record Row(String component, Presence presence, String note) {}

  private final List<Row> rows = new ArrayList<>();

  ComponentTable add(String component, Presence presence, String note) {
    rows.add(new Row(component, presence, note));
    return this;
  }

  List<String> lines() {
    int width = rows.stream().mapToInt(row -> row.component().length()).max().orElse(0);
    return rows.stream()
        .map(row ->
            ("  %-" + width + "s  %-9s  %s")
                .formatted(
                    row.component(), row.presence().name().toLowerCase(Locale.ROOT), row.note())
                .stripTrailing())
        .toList();
  }
}
