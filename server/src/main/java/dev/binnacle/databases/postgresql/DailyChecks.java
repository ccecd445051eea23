package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Does the daily check of a database: everybody is asked at the same time, and whoever does not
 * answer costs a point, not the check. Thread-safe.
 */
@ApplicationScoped
public class DailyChecks {

  private static final int STATEMENTS = 50;

  private final PostgresqlSnapshots snapshots;
  private final PostgresqlViews views;
  private final LeaderAnswers leaders;
  private final SlowQueries slowQueries;
  private final Clock clock;

  /** Required by CDI. */
  protected DailyChecks() {
    this(null, null, null, null, null);
  }

  /** Checks with those eyes. */
  @Inject
  public DailyChecks(
      PostgresqlSnapshots snapshots,
      PostgresqlViews views,
      LeaderAnswers leaders,
      SlowQueries slowQueries,
      Clock clock) {
    this.snapshots = snapshots;
    this.views = views;
    this.leaders = leaders;
    this.slowQueries = slowQueries;
    this.clock = clock;
  }

  /** Checks now. */
  public DailyCheck check(Database.Postgresql database) {
    var round = new QuestionRound(database);
    var storage = round.ask(() -> storage(database));
    var sizes = round.ask(() -> leaders.ask(database, PostgresqlClient::sizes).answer());
    var connections =
        round.ask(() -> leaders.ask(database, PostgresqlClient::connections).answer());
    var locks = round.ask(() -> leaders.ask(database, PostgresqlClient::lockedSessions).answer());
    var statements =
        round.ask(() ->
            slowQueries.find(
                database,
                Optional.of(clock.instant().minus(DailyCheck.A_DAY)),
                SlowQueries.Order.MEAN_TIME,
                STATEMENTS));
    var snapshot = snapshots.take(database);
    return DailyCheck.of(
        new DailyEvidence(
            snapshot,
            round.answer(storage, Component.Type.POSTGRESQL).value().orElse(List.of()),
            round.answer(sizes, Component.Type.POSTGRESQL),
            round.answer(connections, Component.Type.POSTGRESQL),
            round.answer(locks, Component.Type.POSTGRESQL),
            round.answer(statements, Component.Type.POSTGRESQL)));
  }

  /** Nobody's storage when nobody says who the members are. */
  private List<MemberStorage> storage(Database.Postgresql database) {
    try {
      return views.storage(database);
    } catch (ProblemException unknown) {
      return List.of();
    }
  }
}
