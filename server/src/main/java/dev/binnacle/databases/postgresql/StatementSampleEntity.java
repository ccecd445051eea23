package dev.binnacle.databases.postgresql;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One row of {@code postgresql_statement_sample}. */
@Entity
@Table(name = "postgresql_statement_sample")
class StatementSampleEntity {
  @Id UUID id;
  String databaseName;
  String member;
  Instant resetAt;
  Instant takenAt;
  byte[] counters;

  /** Required by JPA. */
  protected StatementSampleEntity() {}

  StatementSampleEntity(String database, StatementSample sample) {
    id = UUID.randomUUID();
    databaseName = database;
    member = sample.member();
    resetAt = sample.resetAt().orElse(null);
    takenAt = sample.takenAt();
    counters = PackedCounters.pack(sample.counters());
  }

  StatementSample toRecord() {
    return new StatementSample(
        member, Optional.ofNullable(resetAt), takenAt, PackedCounters.unpack(counters));
  }
}
