package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementKey;
import dev.binnacle.testing.StoreWithoutServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Earlier looks at statements in a real PostgreSQL. */
class StatementSamplesStoreTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir static Path directory;

  private static StoreWithoutServer store;

  @BeforeAll
  static void start() {
    store = StoreWithoutServer.start(directory, new PostgresqlEntities().classes());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void empty() {
    store.sql("truncate postgresql_statement_sample");
  }

  private static StatementSample sample(Instant at) {
    return new StatementSample(
        "orders-1",
        Optional.of(NOON.minus(Duration.ofDays(30))),
        at,
        Map.of(
            new StatementKey(10, 5, -4417216354103429114L),
            new StatementCounters(at.getEpochSecond(), Duration.ofMillis(7), 3, 2, 1, 0)));
  }

  private static void keep(String database, Instant at) {
    store.run(entities -> new StatementSamples(entities).keep(database, sample(at)));
  }

  private static Optional<StatementSample> at(String database, Instant time) {
    return store.call(entities -> new StatementSamples(entities).at(database, time));
  }

  @Test
  void theNewestThatIsNotYoungerIsFoundElseTheOldest() {
    keep("orders", NOON);
    keep("orders", NOON.plusSeconds(600));

    assertThat(at("orders", NOON.plusSeconds(599))).contains(sample(NOON));
    assertThat(at("orders", NOON.plusSeconds(600))).contains(sample(NOON.plusSeconds(600)));
    assertThat(at("orders", NOON.minusSeconds(1))).contains(sample(NOON));
    assertThat(at("billing", NOON)).isEmpty();
  }

  @Test
  void whoAsksAllTheTimeAddsNothing() {
    keep("orders", NOON);
    keep("orders", NOON.plusSeconds(59));
    keep("orders", NOON.plusSeconds(60));

    assertThat(at("orders", NOON.plusSeconds(59))).contains(sample(NOON));
    assertThat(at("orders", NOON.plusSeconds(60))).contains(sample(NOON.plusSeconds(60)));
  }

  @Test
  void aWeekIsKept() {
    keep("orders", NOON);
    keep("billing", NOON);
    keep("orders", NOON.plus(Duration.ofDays(8)));

    assertThat(at("orders", NOON)).contains(sample(NOON.plus(Duration.ofDays(8))));
    assertThat(at("billing", NOON)).contains(sample(NOON));
  }

  @Test
  void twoHundredAreKept() {
    for (int minute = 0; minute <= 200; minute++) {
      keep("orders", NOON.plusSeconds(60L * minute));
    }

    assertThat(at("orders", NOON)).contains(sample(NOON.plusSeconds(60)));
  }
}
