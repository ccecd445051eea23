package dev.binnacle.audit;

import dev.binnacle.http.ChangeRefused;
import dev.binnacle.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records changes that were refused. There is no change whose transaction the entry could join, so
 * it has one of its own beside the answer: one that cannot be written is in the log of the server
 * instead. The callers' quotas bound how many there can be.
 */
@ApplicationScoped
public class RefusalRecords {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecords.class);

  private final AuditLog audit;
  private final Transactions transactions;

  /** Required by CDI. */
  protected RefusalRecords() {
    this(null, null);
  }

  /** Records in that log. */
  @Inject
  public RefusalRecords(AuditLog audit, Transactions transactions) {
    this.audit = audit;
    this.transactions = transactions;
  }

  void record(@ObservesAsync ChangeRefused refused) {
    var entry = entry(refused);
    try {
      transactions.call(() -> {
        audit.record(entry);
        return entry;
      });
    } catch (RuntimeException storeAway) {
      LOG.warn("The refusal {} is not in the audit log: {}", refused, storeAway.getMessage());
    }
  }

  private static AuditEntry entry(ChangeRefused refused) {
    return AuditEntry.success(
            refused.caller(),
            refused.operationId(),
            refused.resource().type(),
            refused.resource().name())
        .withOutcome(AuditEntry.Outcome.REFUSED)
        .withCode(refused.code());
  }
}
