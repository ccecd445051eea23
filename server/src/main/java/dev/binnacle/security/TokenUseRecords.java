package dev.binnacle.security;

import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;

/** The stored side of {@link TokenUses}. Thread-safe. */
@ApplicationScoped
class TokenUseRecords {

  private final EntityManager entities;

  /** Required by CDI. */
  protected TokenUseRecords() {
    this(null);
  }

  @Inject
  TokenUseRecords(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Stores the use unless a later one is stored. The version stays: the ETag is for those who
   * change the token, and its use must not make their view of it stale.
   */
  @StoreTransaction
  void write(UUID id, Instant minute) {
    entities
        .createQuery(
            "update ApiTokenEntity t set t.lastUsedAt = :minute"
                + " where t.id = :id and (t.lastUsedAt is null or t.lastUsedAt < :minute)")
        .setParameter("id", id)
        .setParameter("minute", minute)
        .executeUpdate();
  }
}
