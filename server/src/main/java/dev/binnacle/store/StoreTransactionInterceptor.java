package dev.binnacle.store;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;

/** Runs what carries {@link StoreTransaction} through {@link Transactions}. */
@Interceptor
@StoreTransaction
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class StoreTransactionInterceptor implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject private transient Transactions transactions;

  /** Surrounds the call with a transaction. */
  @AroundInvoke
  public Object inTransaction(InvocationContext invocation) throws Exception {
    return transactions.attempt(invocation::proceed);
  }
}
