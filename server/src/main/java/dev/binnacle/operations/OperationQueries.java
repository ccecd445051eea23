package dev.binnacle.operations;

import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.problems.Problem;
import dev.binnacle.store.Json;
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

/** Reads operations and their events. Thread-safe; every method is one short transaction. */
@ApplicationScoped
@StoreTransaction
public class OperationQueries {

  private final EntityManager entities;
  private final OperationRecords records;

  /** Required by CDI. */
  protected OperationQueries() {
    this(null, null);
  }

  /** Queries on the state store. */
  @Inject
  public OperationQueries(EntityManager entities, OperationRecords records) {
    this.entities = entities;
    this.records = records;
  }

  /**
   * Which operations to list; empty members do not restrict.
   *
   * @param ascending oldest first instead of newest first
   * @param after the last row of the page before
   */
  public record Filter(
      List<OperationState> states,
      List<String> kinds,
      Optional<String> targetName,
      Optional<String> requestedBy,
      Optional<Instant> since,
      Optional<Instant> until,
      boolean ascending,
      Optional<Position> after) {}

  /** A row's place in the total order of the list. */
  public record Position(Instant createdAt, UUID id) {}

  /** One operation, whole. */
  public Optional<Operation> find(UUID id) {
    return Optional.ofNullable(entities.find(OperationEntity.class, id))
        .map(row -> toRecord(row, Optional.of(details(id))));
  }

  /** Where an operation stands, without reading the rest of it. */
  public Optional<OperationState> state(UUID id) {
    return entities
        .createQuery("select o.state from OperationEntity o where o.id = :id", OperationState.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst();
  }

  /** The operation that an idempotent request has started already, no earlier than given. */
  public Optional<UUID> byIdempotencyHash(String hash, Instant since) {
    return entities
        .createQuery(
            "select o.id from OperationEntity o"
                + " where o.idempotencyHash = :hash and o.createdAt >= :since",
            UUID.class)
        .setParameter("hash", hash)
        .setParameter("since", since)
        .getResultStream()
        .findFirst();
  }

  /** The active operation of a conflict class on a target. */
  public Optional<OperationReference> active(String conflictClass, Target target) {
    return entities
        .createQuery(
            "select o from OperationEntity o where o.conflictClass = :class"
                + " and o.targetType = :type and o.targetCluster = :cluster"
                + " and o.targetName = :name and o.state in :states",
            OperationEntity.class)
        .setParameter("class", conflictClass)
        .setParameter("type", target.type())
        .setParameter("cluster", target.cluster())
        .setParameter("name", target.name())
        .setParameter("states", OperationState.ACTIVE)
        .getResultStream()
        .findFirst()
        .map(row -> new OperationReference(row.id, row.kind, row.state));
  }

  /** The operations that hold a slot now, other than the given one. */
  public List<Operation> activeOthers(Optional<UUID> except) {
    return entities
        .createQuery(
            "select o from OperationEntity o where o.state in :states order by o.createdAt, o.id",
            OperationEntity.class)
        .setParameter("states", OperationState.ACTIVE)
        .getResultStream()
        .filter(row -> except.map(id -> !id.equals(row.id)).orElse(true))
        .map(row -> toRecord(row, Optional.empty()))
        .toList();
  }

  /** At most {@code limit} operations in the filter's order, without details. */
  public List<Operation> list(Filter filter, int limit) {
    var conditions = new ArrayList<String>();
    var parameters = new LinkedHashMap<String, Object>();
    if (!filter.states().isEmpty()) {
      conditions.add("o.state in :states");
      parameters.put("states", filter.states());
    }
    if (!filter.kinds().isEmpty()) {
      conditions.add("o.kind in :kinds");
      parameters.put("kinds", filter.kinds());
    }
    filter.targetName().ifPresent(name -> with(conditions, parameters, "o.targetName =", name));
    filter.requestedBy().ifPresent(name -> with(conditions, parameters, "o.requestedBy =", name));
    filter.since().ifPresent(since -> with(conditions, parameters, "o.createdAt >=", since));
    filter.until().ifPresent(until -> with(conditions, parameters, "o.createdAt <", until));
    filter
        .after()
        .ifPresent(position -> {
          conditions.add(
              "(o.createdAt, o.id) " + (filter.ascending() ? ">" : "<") + " (:afterAt, :afterId)");
          parameters.put("afterAt", position.createdAt());
          parameters.put("afterId", position.id());
        });
    String direction = filter.ascending() ? " asc" : " desc";
    var query =
        entities.createQuery(
            "select o from OperationEntity o"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                + " order by o.createdAt"
                + direction
                + ", o.id"
                + direction,
            OperationEntity.class);
    parameters.forEach(query::setParameter);
    return query
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> toRecord(row, Optional.empty()))
        .toList();
  }

  private static void with(
      List<String> conditions,
      LinkedHashMap<String, Object> parameters,
      String left,
      Object value) {
    String name = "p" + parameters.size();
    conditions.add(left + " :" + name);
    parameters.put(name, value);
  }

  /** The events after the given sequence number; empty when there is no such operation. */
  Optional<RecentEvents> events(UUID id, long after, int limit) {
    return entities
        .createQuery(
            "select new dev.binnacle.operations.OperationQueries$Progress(o.state, o.eventSequence)"
                + " from OperationEntity o where o.id = :id",
            Progress.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .map(progress -> {
          var events = events(id, after, progress.lastSequence(), limit);
          boolean all =
              events.isEmpty()
                  ? after >= progress.lastSequence()
                  : events.getLast().sequence() == progress.lastSequence();
          return new RecentEvents(events, all && progress.state().isFinal());
        });
  }

  /** An operation's state and the event that brought it there, which one statement reads. */
  public record Progress(OperationState state, long lastSequence) {}

  private List<OperationEvent> events(UUID id, long after, long last, int limit) {
    return entities
        .createQuery(
            "select e from OperationEventEntity e where e.key.operationId = :id"
                + " and e.key.sequence > :after and e.key.sequence <= :last order by e.key.sequence",
            OperationEventEntity.class)
        .setParameter("id", id)
        .setParameter("after", after)
        .setParameter("last", last)
        .setMaxResults(limit)
        .getResultStream()
        .map(OperationEventEntity::toRecord)
        .toList();
  }

  private Operation.Details details(UUID id) {
    return new Operation.Details(
        Json.read(records.read(id, Name.PLAN).orElseThrow(), Plan.class),
        records.steps(id).stream().map(OperationStepEntity::toRecord).toList(),
        List.of(Json.read(records.read(id, Name.GUARDS).orElse("[]"), GuardResult[].class)),
        records.read(id, Name.ERROR).map(text -> Json.read(text, Problem.class)),
        records.read(id, Name.RESULT));
  }

  private static Operation toRecord(OperationEntity row, Optional<Operation.Details> details) {
    return new Operation(
        row.id,
        row.kind,
        row.target(),
        row.state,
        row.reason,
        new Operation.Requester(row.requestedBy, row.requestedByIssuer, row.requestedByKind),
        Optional.ofNullable(row.approvedBy)
            .map(by -> new Operation.Requester(by, row.approvedByIssuer, row.approvedByKind)),
        row.createdAt,
        Optional.ofNullable(row.scheduledAt),
        Optional.ofNullable(row.deadlineAt),
        Optional.ofNullable(row.startedAt),
        Optional.ofNullable(row.finishedAt),
        row.progressDone,
        row.progressTotal,
        row.version,
        details);
  }
}
