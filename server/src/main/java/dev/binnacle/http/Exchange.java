package dev.binnacle.http;

/**
 * The names under which the parts of the pipeline leave facts about a request for one another. They
 * are servlet request attributes and, equally, JAX-RS request properties.
 */
public final class Exchange {

  /** The request's id, a string; always there. */
  public static final String REQUEST_ID = "dev.binnacle.requestId";

  /** The address that the request came from, a string; always there. */
  public static final String SOURCE_ADDRESS = "dev.binnacle.sourceAddress";

  /** {@link System#nanoTime()} when the request arrived; always there. */
  public static final String ARRIVED = "dev.binnacle.arrived";

  /** The contract's operationId, a string; there once the path has been matched. */
  public static final String OPERATION = "dev.binnacle.operation";

  /** Who asks; there once the caller is known. */
  public static final String CALLER = "dev.binnacle.caller";

  /** What is left of the caller's quota; there once the caller is known. */
  public static final String QUOTA = "dev.binnacle.quota";

  /** The claim on the caller's idempotency key, while the answer is to be kept under it. */
  public static final String CLAIM = "dev.binnacle.idempotencyClaim";

  private Exchange() {}
}
