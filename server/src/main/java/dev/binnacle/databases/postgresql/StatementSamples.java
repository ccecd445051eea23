package dev.binnacle.databases.postgresql;

import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was seen of statements earlier. Thread-safe; every method is one short transaction. */
@ApplicationScoped
@StoreTransaction
public class StatementSamples {

  /** Who asks all the time adds nothing. */
  private static final Duration SHORTEST_DISTANCE = Duration.ofMinutes(1);

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int MOST = 200;

  private final EntityManager entities;

  /** Required by CDI. */
  protected StatementSamples() {
    this(null);
  }

  /** Samples in the state store. */
  @Inject
  public StatementSamples(EntityManager entities) {
    this.entities = entities;
  }

  /** The newest sample of a database that is not younger; else the oldest that there is. */
  public Optional<StatementSample> at(String database, Instant time) {
    return first(
            "select s from StatementSampleEntity s where s.databaseName = :database"
                + " and s.takenAt <= :time order by s.takenAt desc",
            database,
            time)
        .or(() ->
            first(
                "select s from StatementSampleEntity s where s.databaseName = :database"
                    + " and s.takenAt > :time order by s.takenAt",
                database,
                time))
        .map(StatementSampleEntity::toRecord);
  }

  private Optional<StatementSampleEntity> first(String query, String database, Instant time) {
    return entities
        .createQuery(query, StatementSampleEntity.class)
        .setParameter("database", database)
        .setParameter("time", time)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** Keeps a sample unless there is a very fresh one, and drops those that are too old or many. */
  public void keep(String database, StatementSample sample) {
    var times =
        entities
            .createQuery(
                "select s.takenAt from StatementSampleEntity s where s.databaseName = :database"
                    + " order by s.takenAt desc",
                Instant.class)
            .setParameter("database", database)
            .getResultList();
    if (isFresh(times, sample.takenAt())) {
      return;
    }
    entities.persist(new StatementSampleEntity(database, sample));
    var oldest =
        times.size() < MOST
            ? sample.takenAt().minus(KEPT)
            : latest(sample.takenAt().minus(KEPT), times.get(MOST - 2));
    entities
        .createQuery(
            "delete from StatementSampleEntity s"
                + " where s.databaseName = :database and s.takenAt < :oldest")
        .setParameter("database", database)
        .setParameter("oldest", oldest)
        .executeUpdate();
  }

  private static boolean isFresh(List<Instant> times, Instant now) {
    return !times.isEmpty() && times.getFirst().isAfter(now.minus(SHORTEST_DISTANCE));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
