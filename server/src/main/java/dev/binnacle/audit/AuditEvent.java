package dev.binnacle.audit;

import dev.binnacle.store.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * One recorded change.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param before the resource before the change, as JSON text
 * @param after the resource after the change, as JSON text
 * @param previousHash the hash of the event before this one
 * @param hash this event's own, see {@link #computeHash}
 */
public record AuditEvent(
    long sequence,
    UUID id,
    Instant at,
    String actor,
    String actorKind,
    String sourceAddress,
    String action,
    String resourceType,
    String resourceName,
    String outcome,
    Optional<String> reason,
    String requestId,
    Optional<String> before,
    Optional<String> after,
    String previousHash,
    String hash) {

  /** The hash before the first event. */
  public static final String GENESIS = "0".repeat(64);

  /**
   * SHA-256, in lower-case hex, over the JSON array of all members but the hash itself, in the order
   * of the record; absent ones are null. An array leaves no doubt where a member ends.
   */
  public String computeHash() {
    var members =
        Arrays.asList(
            sequence,
            id,
            at,
            actor,
            actorKind,
            sourceAddress,
            action,
            resourceType,
            resourceName,
            outcome,
            reason.orElse(null),
            requestId,
            before.orElse(null),
            after.orElse(null),
            previousHash);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.write(members).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  /** The same event carrying its hash. */
  AuditEvent sealed() {
    return new AuditEvent(
        sequence,
        id,
        at,
        actor,
        actorKind,
        sourceAddress,
        action,
        resourceType,
        resourceName,
        outcome,
        reason,
        requestId,
        before,
        after,
        previousHash,
        computeHash());
  }
}
