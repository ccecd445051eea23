package dev.binnacle.audit;

import dev.binnacle.store.EntityClasses;
import dev.binnacle.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Appends to the audit log, inside the transaction of the change that is told: either both exist or
 * neither. Appends of all replicas queue up on the head row, so keep the rest of the transaction
 * short after it.
 */
@ApplicationScoped
public class AuditLog implements EntityClasses {

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
    var event =
        new AuditEvent(
                head.sequence + 1,
                UUID.randomUUID(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                entry.caller().subject(),
                entry.caller().kind().name(),
                entry.caller().sourceAddress(),
                entry.action(),
                entry.resourceType(),
                entry.resourceName(),
                entry.outcome().name(),
                entry.reason(),
                entry.caller().requestId(),
                entry.before().map(Json::write),
                entry.after().map(Json::write),
                head.hash,
                "")
            .sealed();
    entities.persist(new AuditEventEntity(event));
    head.sequence = event.sequence();
    head.hash = event.hash();
  }

  @Override
  public List<Class<?>> classes() {
    return List.of(AuditEventEntity.class, AuditHeadEntity.class);
  }
}
