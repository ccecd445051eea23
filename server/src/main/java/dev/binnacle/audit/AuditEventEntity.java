package dev.binnacle.audit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One row of {@code audit_event}; never changed. */
@Entity
@Immutable
@Table(name = "audit_event")
class AuditEventEntity {
  @Id long sequence;
  UUID id;
  Instant at;
  String actor;
  String actorIssuer;
  String actorKind;
  String apiTokenName;
  String sourceAddress;
  String action;
  String resourceType;
  String resourceName;
  String outcome;
  String code;
  String reason;
  String requestId;
  UUID operationId;
  String before;
  String after;
  String previousHash;
  String hash;

  /** Required by JPA. */
  protected AuditEventEntity() {}

  AuditEventEntity(AuditEvent event) {
    sequence = event.sequence();
    id = event.id();
    at = event.at();
    actor = event.actor().subject();
    actorIssuer = event.actor().issuer();
    actorKind = event.actor().kind();
    apiTokenName = event.actor().apiTokenName().orElse(null);
    sourceAddress = event.sourceAddress();
    action = event.action();
    resourceType = event.resourceType();
    resourceName = event.resourceName();
    outcome = event.outcome();
    code = event.code().orElse(null);
    reason = event.reason().orElse(null);
    requestId = event.requestId();
    operationId = event.operationId().orElse(null);
    before = event.before().orElse(null);
    after = event.after().orElse(null);
    previousHash = event.previousHash();
    hash = event.hash();
  }

  AuditEvent toRecord() {
    return new AuditEvent(
        sequence,
        id,
        at,
        new AuditEvent.Actor(actor, actorIssuer, actorKind, Optional.ofNullable(apiTokenName)),
        sourceAddress,
        action,
        resourceType,
        resourceName,
        outcome,
        Optional.ofNullable(code),
        Optional.ofNullable(reason),
        requestId,
        Optional.ofNullable(operationId),
        Optional.ofNullable(before),
        Optional.ofNullable(after),
        previousHash,
        hash);
  }
}
