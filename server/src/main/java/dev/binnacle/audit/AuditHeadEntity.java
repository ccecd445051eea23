package dev.binnacle.audit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row of {@code audit_head}: the end of the chain, locked by whoever appends. */
@Entity
@Table(name = "audit_head")
class AuditHeadEntity {
  @Id boolean onlyRow;
  long sequence;
  String hash;

  /** Required by JPA. */
  protected AuditHeadEntity() {}
}
