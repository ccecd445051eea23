package dev.binnacle.audit;

import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the audit log. Thread-safe; every method is one short transaction. */
@ApplicationScoped
@StoreTransaction
public class AuditQueries {

  private final EntityManager entities;

  /** Required by CDI. */
  protected AuditQueries() {
    this(null);
  }

  /** Queries on the state store. */
  @Inject
  public AuditQueries(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Which entries to list; empty members do not restrict.
   *
   * @param since the earliest time that is listed
   * @param until the first time that is not listed any more
   * @param after the last entry of the page before
   */
  public record Filter(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> resourceType,
      Optional<String> resourceName,
      List<AuditEntry.Outcome> outcomes,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<Position> after) {}

  /** An entry's place in the order of the list. */
  public record Position(Instant at, long sequence) {}

  /** One entry. */
  public Optional<AuditEvent> find(UUID id) {
    return entities
        .createQuery("select e from AuditEventEntity e where e.id = :id", AuditEventEntity.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .map(AuditEventEntity::toRecord);
  }

  /** At most {@code limit} entries that the filter lets through, newest first. */
  public List<AuditEvent> list(Filter filter, int limit) {
    var conditions = new ArrayList<String>();
    var parameters = new LinkedHashMap<String, Object>();
    restrict(conditions, parameters, "e.actor =", filter.actor());
    restrict(conditions, parameters, "e.action =", filter.action());
    restrict(conditions, parameters, "e.resourceType =", filter.resourceType());
    restrict(conditions, parameters, "e.resourceName =", filter.resourceName());
    restrict(conditions, parameters, "e.outcome in", words(filter.outcomes()));
    restrict(conditions, parameters, "e.at >=", filter.since());
    restrict(conditions, parameters, "e.at <", filter.until());
    filter
        .after()
        .ifPresent(position -> {
          conditions.add("(e.at, e.sequence) < (:afterAt, :afterSequence)");
          parameters.put("afterAt", position.at());
          parameters.put("afterSequence", position.sequence());
        });
    var query =
        entities.createQuery(
            "select e from AuditEventEntity e"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                + " order by e.at desc, e.sequence desc",
            AuditEventEntity.class);
    parameters.forEach(query::setParameter);
    return query.setMaxResults(limit).getResultStream().map(AuditEventEntity::toRecord).toList();
  }

  private static Optional<List<String>> words(List<AuditEntry.Outcome> outcomes) {
    return Optional.of(outcomes.stream().map(Enum::name).toList()).filter(list -> !list.isEmpty());
  }

  private static void restrict(
      List<String> conditions,
      LinkedHashMap<String, Object> parameters,
      String left,
      Optional<?> value) {
    if (value.isPresent()) {
      var name = "p" + parameters.size();
      conditions.add(left + " :" + name);
      parameters.put(name, value.get());
    }
  }

  /** The entries with numbers above one and up to another, in order. */
  List<AuditEvent> page(long above, long upTo, int limit) {
    return entities
        .createQuery(
            "select e from AuditEventEntity e where e.sequence > :above and e.sequence <= :upTo"
                + " order by e.sequence",
            AuditEventEntity.class)
        .setParameter("above", above)
        .setParameter("upTo", upTo)
        .setMaxResults(limit)
        .getResultStream()
        .map(AuditEventEntity::toRecord)
        .toList();
  }

  /** Where the log ends: one statement, so that an append is in both parts or in neither. */
  ChainEnd end() {
    var row =
        (Object[])
            entities
                .createNativeQuery(
                    "select h.sequence, h.hash, newest.sequence"
                        + " from (select coalesce(max(sequence), 0) as sequence from audit_event) newest"
                        + " left join audit_head h on true",
                    Object[].class)
                .getSingleResult();
    return new ChainEnd(
        Optional.ofNullable((Long) row[0])
            .map(sequence -> new ChainLink(sequence, (String) row[1])),
        (Long) row[2]);
  }
}
