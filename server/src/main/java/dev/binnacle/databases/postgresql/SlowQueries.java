package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.postgresql.StatementCounters;
import dev.binnacle.platform.postgresql.StatementDescription;
import dev.binnacle.platform.postgresql.StatementKey;
import dev.binnacle.platform.postgresql.StatementStatistics;
import dev.binnacle.platform.postgresql.StatementStatistics.Counted;
import dev.binnacle.platform.postgresql.Unseen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The slowest statements of a database's leader, since the counters began or since an earlier look.
 * Every look is kept for a later one. Thread-safe.
 */
@ApplicationScoped
public class SlowQueries {

  private final LeaderAnswers leaders;
  private final StatementSamples samples;

  /** Required by CDI. */
  protected SlowQueries() {
    this(null, null);
  }

  /** Looks through the leader's eyes. */
  @Inject
  public SlowQueries(LeaderAnswers leaders, StatementSamples samples) {
    this.leaders = leaders;
    this.samples = samples;
  }

  /** What makes a statement slow. */
  public enum Order {
    /** A single call takes long. */
    MEAN_TIME(Comparator.comparing(StatementCounters::mean)),
    /** All calls together take long. */
    TOTAL_TIME(Comparator.comparing(StatementCounters::total)),
    /** It is called often. */
    CALLS(Comparator.comparingLong(StatementCounters::calls));

    private final Comparator<StatementCounters> ascending;

    Order(Comparator<StatementCounters> ascending) {
      this.ascending = ascending;
    }

    /** The largest first; what is equal, by its id. */
    private Comparator<Map.Entry<StatementKey, StatementCounters>> comparator() {
      return Map.Entry.<StatementKey, StatementCounters>comparingByValue(ascending.reversed())
          .thenComparing(
              Map.Entry.comparingByKey(
                  Comparator.comparingLong(StatementKey::query)
                      .thenComparingLong(StatementKey::database)
                      .thenComparingLong(StatementKey::user)));
    }
  }

  /** A statement and what was counted of it. */
  public record SlowQuery(
      StatementKey key, Optional<StatementDescription> description, StatementCounters counters) {}

  /**
   * What was found.
   *
   * @param unavailable why nothing is counted; empty when it is
   * @param sinceUnavailable why the time that was asked for could not be honoured
   * @param statements how many were counted
   * @param hidden how many more the user may not see
   */
  public record Found(
      String member,
      Optional<Unseen> unavailable,
      Optional<Instant> resetAt,
      Optional<Instant> countedSince,
      Optional<String> sinceUnavailable,
      int statements,
      int hidden,
      Optional<Long> evictions,
      List<SlowQuery> queries,
      Instant observedAt) {

    public Found {
      queries = List.copyOf(queries);
    }
  }

  /**
   * Looks now.
   *
   * @param since count only what was added after that time, as far as earlier looks allow
   * @throws dev.binnacle.problems.ProblemException when there is no leader or it does not answer
   */
  public Found find(Database.Postgresql database, Optional<Instant> since, Order order, int limit) {
    var told = leaders.ask(database, server -> server.statements());
    return switch (told.answer()) {
      case StatementStatistics.NotAvailable nothing ->
          new Found(
              told.member(),
              Optional.of(nothing.reason()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              0,
              0,
              Optional.empty(),
              List.of(),
              told.observedAt());
      case Counted counted -> {
        var now =
            new StatementSample(
                told.member(), counted.resetAt(), told.observedAt(), counted.counters());
        var delta =
            since
                .map(time -> StatementDelta.between(samples.at(database.name(), time), now))
                .orElseGet(() -> StatementDelta.whole(now));
        samples.keep(database.name(), now);
        yield new Found(
            told.member(),
            Optional.empty(),
            counted.resetAt(),
            delta.countedSince(),
            delta.sinceUnavailable(),
            delta.counters().size(),
            counted.hidden(),
            counted.evictions(),
            slowest(database, delta, order, limit),
            told.observedAt());
      }
    };
  }

  private List<SlowQuery> slowest(
      Database.Postgresql database, StatementDelta delta, Order order, int limit) {
    var chosen =
        delta.counters().entrySet().stream().sorted(order.comparator()).limit(limit).toList();
    var keys = chosen.stream().map(Map.Entry::getKey).toList();
    var described = leaders.ask(database, server -> server.describe(keys)).answer();
    return chosen.stream()
        .map(entry ->
            new SlowQuery(
                entry.getKey(),
                Optional.ofNullable(described.get(entry.getKey())),
                entry.getValue()))
        .toList();
  }
}
