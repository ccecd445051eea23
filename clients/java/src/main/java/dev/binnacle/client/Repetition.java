package dev.binnacle.client;

import java.net.http.HttpRequest;

/** Whether a request may be sent again when nobody knows whether it has arrived. */
enum Repetition {
  /** It changes nothing. */
  SAFE,
  /** Its idempotency key makes the server do it once. */
  KEYED,
  /** It might happen twice. */
  UNSAFE;

  /** What the contract says of this request: every POST takes a key, and a dry run is a look. */
  static Repetition of(HttpRequest request) {
    if (request.method().equals("GET") || request.method().equals("HEAD")) {
      return SAFE;
    }
    if (!request.method().equals("POST")) {
      return UNSAFE;
    }
    if (isDryRun(request)) {
      return SAFE;
    }
    return request.headers().firstValue(Headers.IDEMPOTENCY_KEY).isPresent() ? KEYED : UNSAFE;
  }

  /** Whether it would be safer with a key. */
  static boolean wantsKey(HttpRequest request) {
    return request.method().equals("POST") && of(request) == UNSAFE;
  }

  private static boolean isDryRun(HttpRequest request) {
    var query = request.uri().getRawQuery();
    return query != null && ("&" + query + "&").contains("&dryRun=true&");
  }
}
