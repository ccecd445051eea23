package dev.binnacle.sandbox.kubernetes.store;

/** An object of that name exists already. */
public final class StoreConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreConflict(ObjectStore.Key key) {
    super("%s \"%s\" already exists".formatted(key.type().qualifiedName(), key.name()));
  }
}
