package dev.binnacle.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Transactions of the state store. Thread-safe.
 *
 * <p>What the entity manager still holds back is flushed before the transaction ends. Left to the
 * commit, Hibernate would flush in JTA's beforeCompletion, where Payara's pool hands out a
 * connection that is not part of the transaction: the changes would commit on their own, or wait
 * for the transaction's own locks until a timeout.
 */
@ApplicationScoped
public class Transactions {

  private final EntityManager entities;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  /** Required by CDI. */
  protected Transactions() {
    this(null);
  }

  /** Transactions of the given entity manager's store. */
  @Inject
  public Transactions(EntityManager entities) {
    this.entities = entities;
  }

  /** Runs the work in the caller's transaction, or in a new one; any exception rolls it back. */
  @Transactional(rollbackOn = Exception.class)
  public <T> T attempt(Callable<T> work) throws Exception {
    T answer = work.call();
    entities.flush();
    return answer;
  }

  /** Like {@link #attempt}, for work that throws nothing checked. */
  @Transactional(rollbackOn = Exception.class)
  public <T> T call(Supplier<T> work) {
    T answer = work.get();
    entities.flush();
    return answer;
  }

  /**
   * Runs the work once the current transaction has committed, and not at all if it rolls back. What
   * it does may be lost in a crash: only for things that something else would do later anyway.
   */
  public void afterCommit(Runnable work) {
    registry.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              work.run();
            }
          }
        });
  }
}
