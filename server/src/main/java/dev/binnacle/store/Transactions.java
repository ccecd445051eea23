package dev.binnacle.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Short JTA transactions for code that is not itself a transactional bean. Thread-safe. */
@ApplicationScoped
public class Transactions {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  /** Runs the work in the caller's transaction, or in a new one; any exception rolls it back. */
  @Transactional(rollbackOn = Exception.class)
  public <T> T call(Supplier<T> work) {
    return work.get();
  }

  /** Like {@link #call}, for work without an answer. */
  @Transactional(rollbackOn = Exception.class)
  public void run(Runnable work) {
    work.run();
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
