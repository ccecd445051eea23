package dev.binnacle.sandbox.kubernetes.store;

/** The log of changes does not reach back to a revision any more. */
public final class RevisionExpired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long oldest;

  RevisionExpired(long revision, long oldest) {
    super("too old resource version: %d (%d)".formatted(revision, oldest));
    this.oldest = oldest;
  }

  /** The oldest revision after which the log still tells everything. */
  public long oldest() {
    return oldest;
  }
}
