package dev.binnacle.audit;

import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Appends to the audit log, inside the transaction of the change that is told: either both exist or
 * neither. Appends of all replicas queue up on the head row, so keep the rest of the transaction
 * short after it.
 */
@ApplicationScoped
public class AuditLog {

  private final EntityManager entities;
  private final Clock clock;

  /** Required by CDI. */
  protected AuditLog() {
    this(null, null);
  }

  /** A log in the state store. */
  @Inject
  public AuditLog(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Records a change.
   *
   * @throws jakarta.transaction.TransactionalException when there is no transaction to join
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(AuditEntry entry) {
    entities.flush();
    var head = entities.find(AuditHeadEntity.class, true, LockModeType.PESSIMISTIC_WRITE);
    var event = link(entry, head).sealed();
    entities.persist(new AuditEventEntity(event));
    head.sequence = event.sequence();
    head.hash = event.hash();
    // Not left to the commit: see Transactions.
    entities.flush();
  }

  private AuditEvent link(AuditEntry entry, AuditHeadEntity head) {
    var caller = entry.caller();
    return new AuditEvent(
        head.sequence + 1,
        UUID.randomUUID(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        actor(caller),
        StorableText.of(caller.sourceAddress()),
        StorableText.of(entry.action()),
        StorableText.of(entry.resourceType()),
        StorableText.of(entry.resourceName()),
        entry.outcome().name(),
        entry.code().map(ProblemCode::name),
        entry.reason().map(StorableText::of),
        StorableText.of(caller.requestId()),
        entry.operationId(),
        entry.before().map(Json::write).map(StorableText::of),
        entry.after().map(Json::write).map(StorableText::of),
        head.hash,
        "");
  }

  private static AuditEvent.Actor actor(Caller caller) {
    return new AuditEvent.Actor(
        StorableText.of(caller.subject()),
        StorableText.of(caller.issuer()),
        caller.kind().name(),
        caller.apiTokenName().map(StorableText::of));
  }
}
