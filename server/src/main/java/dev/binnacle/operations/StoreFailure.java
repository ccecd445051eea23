package dev.binnacle.operations;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;

/** Tells a failure of the state store, after which nothing can be recorded, from one of a step. */
final class StoreFailure {

  private StoreFailure() {}

  static boolean caused(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException
          || cause instanceof PersistenceException
          || cause instanceof TransactionalException
          || cause instanceof RollbackException
          || cause instanceof SystemException) {
        return true;
      }
    }
    return false;
  }
}
