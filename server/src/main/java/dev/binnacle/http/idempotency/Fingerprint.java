package dev.binnacle.http.idempotency;

import dev.binnacle.http.Digests;
import dev.binnacle.identity.Caller;
import dev.binnacle.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * What the store knows a request with a key by.
 *
 * @param hash identifies caller and key
 * @param requestHash identifies what was asked for
 */
record Fingerprint(String hash, String requestHash) {

  static Fingerprint of(
      Caller caller, String key, String method, String pathAndQuery, byte[] body) {
    return new Fingerprint(
        digest(text(caller.issuer(), caller.subject(), key)),
        digest(text(method, pathAndQuery), body));
  }

  /** Identifies caller, key and what was asked for together. */
  String whole() {
    return hash + requestHash;
  }

  /** As JSON, so that no two lists of words give the same bytes. */
  private static byte[] text(String... words) {
    return Json.write(List.of(words)).getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[]... parts) {
    return HexFormat.of().formatHex(Digests.sha256(parts));
  }
}
