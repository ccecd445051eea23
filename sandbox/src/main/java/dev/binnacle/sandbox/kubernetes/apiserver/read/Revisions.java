package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.util.List;
import java.util.OptionalLong;

/** Resource versions as clients send them. */
final class Revisions {
  private Revisions() {}

  /** Empty when none is given. */
  static OptionalLong parse(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException noNumber) {
      throw Refusals.invalid(
          "ListOptions",
          "meta.k8s.io",
          "",
          List.of(
              FieldError.invalid(
                  "resourceVersion",
                  "\"" + text + "\"",
                  "strconv.ParseUint: parsing \"%s\": invalid syntax".formatted(text))));
    }
  }

  /**
   * Refuses a revision of the future with 504. Source: kubernetes
   * staging/src/k8s.io/apiserver/pkg/storage/errors.go (NewTooLargeResourceVersionError).
   */
  static void checkReached(long wanted, long current) {
    if (wanted > current) {
      Refusal refusal =
          Refusals.other(
              504,
              "Timeout",
              "Timeout: Too large resource version: %d, current: %d".formatted(wanted, current));
      ObjectNode details = refusal.status().putObject("details");
      details.put("retryAfterSeconds", 1);
      throw refusal.withCause("ResourceVersionTooLarge", "Too large resource version", "");
    }
  }
}
