package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.mongodb.Oplog;
import dev.binnacle.platform.mongodb.OplogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What the oplog of a member tells: how far back it goes, and what fills it. Pure.
 *
 * @param bytesPerSecond how fast it grew in the time of the sample, by the average size of its
 *     operations
 * @param hoursAtPresentRate how far back a full one goes at that rate; empty when it does not grow
 * @param backup whether it reaches back further than the last backup took
 * @param shares most frequent first
 */
public record OplogReport(
    String member,
    Oplog oplog,
    double bytesPerSecond,
    Optional<Double> hoursAtPresentRate,
    BackupCover backup,
    List<Share> shares,
    Instant observedAt) {

  private static final double SECONDS_OF_AN_HOUR = 3600;

  public OplogReport {
    shares = List.copyOf(shares);
  }

  /** How many of the newest operations are of one kind on one namespace. */
  public record Share(String namespace, OplogEntry.Kind kind, int count) {}

  /** What the oplog of that member tells, given how long the last backup took. */
  static OplogReport of(
      String member, Oplog oplog, Optional<Duration> lastBackupTook, Instant observedAt) {
    double rate = rate(oplog);
    return new OplogReport(
        member,
        oplog,
        rate,
        rate > 0 ? Optional.of(oplog.maximumBytes() / rate / SECONDS_OF_AN_HOUR) : Optional.empty(),
        BackupCover.of(oplog.window(), lastBackupTook),
        shares(oplog.latest()),
        observedAt);
  }

  private static double rate(Oplog oplog) {
    var latest = oplog.latest();
    if (latest.size() < 2 || oplog.entries() == 0) {
      return 0;
    }
    var time = Duration.between(latest.getLast().at(), latest.getFirst().at());
    double average = (double) oplog.usedBytes() / oplog.entries();
    return time.isZero() ? 0 : (latest.size() - 1) * average * 1000 / time.toMillis();
  }

  private static List<Share> shares(List<OplogEntry> latest) {
    record Key(String namespace, OplogEntry.Kind kind) {}
    var counts = new LinkedHashMap<Key, Integer>();
    latest.forEach(
        entry -> counts.merge(new Key(entry.namespace(), entry.kind()), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            entry -> new Share(entry.getKey().namespace(), entry.getKey().kind(), entry.getValue()))
        .sorted(
            Comparator.comparingInt(Share::count)
                .reversed()
                .thenComparing(Share::namespace)
                .thenComparing(Share::kind))
        .toList();
  }
}
