package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.databases.mongodb.BackupCover.Verdict;
import dev.binnacle.platform.mongodb.Oplog;
import dev.binnacle.platform.mongodb.OplogEntry;
import dev.binnacle.platform.mongodb.OplogEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OplogReportTest {

  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

  @Test
  void theRateIsThatOfTheSampleByTheAverageSize() {
    var report = report(IntStream.range(0, 11).mapToObj(this::insertSecondsAgo));

    assertThat(report.bytesPerSecond()).isCloseTo(100, within(0.01));
    assertThat(report.hoursAtPresentRate().orElseThrow()).isCloseTo(10, within(0.01));
  }

  @Test
  void withoutWritesThereIsNoRate() {
    var report = report(Stream.of(insertSecondsAgo(0)));

    assertThat(report.bytesPerSecond()).isZero();
    assertThat(report.hoursAtPresentRate()).isEmpty();
  }

  @Test
  void sharesAreMostFrequentFirst() {
    var report =
        report(
            Stream.of(
                insertSecondsAgo(0),
                new OplogEntry(NOW.minusSeconds(1), Kind.NOOP, ""),
                insertSecondsAgo(2)));

    assertThat(report.shares())
        .containsExactly(
            new OplogReport.Share("shop.orders", Kind.INSERT, 2),
            new OplogReport.Share("", Kind.NOOP, 1));
  }

  @Test
  void aBackupHasToTakeLessThanTheOplogReachesBack() {
    var window = Duration.ofHours(1);

    assertThat(BackupCover.of(window, Optional.empty()).verdict()).isEqualTo(Verdict.NOT_AVAILABLE);
    assertThat(BackupCover.of(window, Optional.of(Duration.ofMinutes(59))).verdict())
        .isEqualTo(Verdict.LONG_ENOUGH);
    assertThat(BackupCover.of(window, Optional.of(window)).verdict()).isEqualTo(Verdict.TOO_SHORT);
  }

  private OplogEntry insertSecondsAgo(int seconds) {
    return new OplogEntry(NOW.minusSeconds(seconds), Kind.INSERT, "shop.orders");
  }

  private static OplogReport report(Stream<OplogEntry> latest) {
    List<OplogEntry> entries = latest.toList();
    return OplogReport.of(
        "a:1",
        new Oplog(NOW.minusSeconds(3600), NOW, 1000, 100_000, 3_600_000, entries),
        Optional.empty(),
        NOW);
  }
}
