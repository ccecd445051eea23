package dev.binnacle.http.idempotency;

import java.util.Map;

/**
 * An answer to give again.
 *
 * @param status its HTTP status
 * @param headers the headers that belong to what it says, by name
 * @param body its body, as it was sent
 */
record KeptAnswer(int status, Map<String, String> headers, byte[] body) {

  /**
   * Whether an answer of that status is kept. Faults and refusals that say nothing about the
   * request itself are not: the same request may succeed later.
   */
  static boolean keeps(int status) {
    return status < 500 && status != 401 && status != 403 && status != 429;
  }
}
