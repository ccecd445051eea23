package dev.binnacle.client;

/** The headers that the facade itself reads or writes. */
final class Headers {
  static final String AUTHORIZATION = "Authorization";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String RETRY_AFTER = "Retry-After";
  static final String REQUEST_ID = "X-Request-Id";
  static final String CONTENT_TYPE = "Content-Type";

  private Headers() {}
}
