package dev.binnacle.platform.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads columns that may be null. */
final class RowValues {

  private RowValues() {}

  static Optional<Long> number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** A column of whole microseconds; clocks that were set back count as no time. */
  static Optional<Duration> micros(ResultSet row, int column) throws SQLException {
    return number(row, column).map(micros -> Duration.of(Math.max(0, micros), ChronoUnit.MICROS));
  }

  /** A text; an empty one counts as none. */
  static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
  }

  static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
