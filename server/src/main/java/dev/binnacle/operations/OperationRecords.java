package dev.binnacle.operations;

import dev.binnacle.operations.OperationDocumentEntity.Name;
import dev.binnacle.store.Json;
import dev.binnacle.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored side of an operation. Every method works inside the caller's transaction; every change
 * starts with the operation's row lock, so that changes of one operation happen one after another
 * and its events are numbered without gaps.
 */
@ApplicationScoped
class OperationRecords {

  /** The PostgreSQL channel on which a commit tells that an operation has changed. */
  static final String CHANNEL = "operation_changed";

  private final EntityManager entities;
  private final Transactions transactions;
  private final OperationSignals signals;
  private final Clock clock;

  /** Required by CDI. */
  protected OperationRecords() {
    this(null, null, null, null);
  }

  @Inject
  OperationRecords(
      EntityManager entities, Transactions transactions, OperationSignals signals, Clock clock) {
    this.entities = entities;
    this.transactions = transactions;
    this.signals = signals;
    this.clock = clock;
  }

  /** Makes whoever starts an operation for the same request wait until this transaction ends. */
  void lockRequest(String idempotencyHash) {
    entities
        .createNativeQuery(
            "select 1 from (select pg_advisory_xact_lock(hashtextextended(:hash, 0))) as locked",
            Integer.class)
        .setParameter("hash", idempotencyHash)
        .getSingleResult();
  }

  /** Stores a new operation with its steps. */
  void insert(OperationEntity operation, List<Plan.PlannedStep> steps) {
    entities.persist(operation);
    entities.flush();
    replaceSteps(operation.id, steps);
  }

  /** Stores the steps of a plan in place of those of an earlier plan, none of which has begun. */
  void replaceSteps(UUID id, List<Plan.PlannedStep> steps) {
    entities
        .createQuery("delete from OperationStepEntity s where s.key.operationId = :id")
        .setParameter("id", id)
        .executeUpdate();
    for (int i = 0; i < steps.size(); i++) {
      entities.persist(new OperationStepEntity(id, i + 1, steps.get(i)));
    }
  }

  /** The operation, locked until the transaction ends. */
  Optional<OperationEntity> lock(UUID id) {
    return Optional.ofNullable(
        entities.find(OperationEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * The operation, locked, for the runner of the given epoch.
   *
   * @throws RunnerStopped when a newer runner exists, or the operation was ended meanwhile
   */
  OperationEntity lockAsRunner(UUID id, long epoch) {
    var operation = lock(id).orElseThrow(() -> new RunnerStopped(RunnerStopped.Cause.FENCED_OFF));
    if (operation.runEpoch != epoch || operation.state.isFinal()) {
      throw new RunnerStopped(RunnerStopped.Cause.FENCED_OFF);
    }
    return operation;
  }

  /** Moves a locked operation along the table of transitions and tells so. */
  void become(OperationEntity operation, OperationState next, String message) {
    if (!operation.state.canBecome(next)) {
      throw new IllegalStateException(operation.state + " cannot become " + next);
    }
    operation.state = next;
    operation.finishedAt = next.isFinal() ? clock.instant() : null;
    append(
        operation, EventType.OPERATION_STATE_CHANGED, Optional.of(next), null, message, List.of());
  }

  /** Appends an event that is not a change of state. */
  void append(
      OperationEntity operation, EventType type, String step, String message, List<Fact> detail) {
    append(operation, type, Optional.empty(), step, message, detail);
  }

  /** Appends the next event of a locked operation and wakes the watchers after the commit. */
  void append(
      OperationEntity operation,
      EventType type,
      Optional<OperationState> state,
      String step,
      String message,
      List<Fact> detail) {
    operation.eventSequence++;
    entities.persist(
        new OperationEventEntity(
            operation.id,
            new OperationEvent(
                operation.eventSequence,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                type,
                state,
                Optional.ofNullable(step),
                message,
                detail)));
    entities
        .createNativeQuery("select 1 from pg_notify(:channel, :id)", Integer.class)
        .setParameter("channel", CHANNEL)
        .setParameter("id", operation.id.toString())
        .getSingleResult();
    transactions.afterCommit(signals::announce);
  }

  /** The steps in order. */
  List<OperationStepEntity> steps(UUID id) {
    return entities
        .createQuery(
            "select s from OperationStepEntity s where s.key.operationId = :id"
                + " order by s.key.position",
            OperationStepEntity.class)
        .setParameter("id", id)
        .getResultList();
  }

  /** Stores one of the large texts, in place of an earlier one. */
  void write(UUID id, Name name, Object value) {
    var key = new OperationDocumentEntity.Key(id, name);
    var stored = entities.find(OperationDocumentEntity.class, key);
    if (stored == null) {
      entities.persist(new OperationDocumentEntity(id, name, Json.write(value)));
    } else {
      stored.content = Json.write(value);
    }
  }

  /** Forgets one of the large texts. */
  void erase(UUID id, Name name) {
    var stored =
        entities.find(OperationDocumentEntity.class, new OperationDocumentEntity.Key(id, name));
    if (stored != null) {
      entities.remove(stored);
    }
  }

  /** One of the large texts, as JSON. */
  Optional<String> read(UUID id, Name name) {
    return Optional.ofNullable(
            entities.find(OperationDocumentEntity.class, new OperationDocumentEntity.Key(id, name)))
        .map(document -> document.content);
  }
}
