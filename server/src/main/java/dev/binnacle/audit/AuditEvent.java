package dev.binnacle.audit;

import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;
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
 * @param at when, in whole microseconds: what the state store keeps
 * @param actor who did it
 * @param sourceAddress where the request came from; empty for what Binnacle did by itself
 * @param action what was done
 * @param resourceType the kind of the resource it was done to
 * @param resourceName the resource it was done to
 * @param outcome a word of {@link AuditEntry.Outcome}
 * @param code a word of {@link ProblemCode}, unless it succeeded
 * @param reason why, as the actor gave it
 * @param requestId the request in which it was done
 * @param operationId the operation that was started or decided about
 * @param before the resource before the change, as JSON text
 * @param after the resource after the change, as JSON text
 * @param previousHash the hash of the event before this one
 * @param hash this event's own, see {@link #computeHash}
 */
public record AuditEvent(
    long sequence,
    UUID id,
    Instant at,
    Actor actor,
    String sourceAddress,
    String action,
    String resourceType,
    String resourceName,
    String outcome,
    Optional<String> code,
    Optional<String> reason,
    String requestId,
    Optional<UUID> operationId,
    Optional<String> before,
    Optional<String> after,
    String previousHash,
    String hash) {

  /** The hash before the first event. */
  public static final String GENESIS = "0".repeat(64);

  /**
   * Who did it.
   *
   * @param subject the caller's subject, unique within its issuer
   * @param kind a word of {@link Caller.Kind}
   */
  public record Actor(String subject, String issuer, String kind, Optional<String> apiTokenName) {}

  /**
   * SHA-256, in lower-case hex, over the UTF-8 text of a JSON array of all members but the hash
   * itself, in the order of the record and the actor's in place; absent ones are null. An array
   * leaves no doubt where a member ends.
   */
  public String computeHash() {
    var members =
        Arrays.asList(
            sequence,
            id,
            at,
            actor.subject(),
            actor.issuer(),
            actor.kind(),
            actor.apiTokenName().orElse(null),
            sourceAddress,
            action,
            resourceType,
            resourceName,
            outcome,
            code.orElse(null),
            reason.orElse(null),
            requestId,
            operationId.orElse(null),
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
        sourceAddress,
        action,
        resourceType,
        resourceName,
        outcome,
        code,
        reason,
        requestId,
        operationId,
        before,
        after,
        previousHash,
        computeHash());
  }
}
