package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How to delete, after meta/v1 DeleteOptions.
 *
 * @param uid the object must have, if it is that very one that is meant
 * @param resourceVersion the object must have, if nobody may have changed it meanwhile
 * @param propagation Background, Foreground or Orphan; without it, the default of the kind
 */
public record DeleteOptions(
    Optional<String> uid,
    Optional<String> resourceVersion,
    OptionalLong gracePeriodSeconds,
    Optional<String> propagation,
    boolean dryRun) {
  private static final Set<String> PROPAGATIONS = Set.of("Background", "Foreground", "Orphan");

  /** Deletion without any wish. */
  public static DeleteOptions plain() {
    return new DeleteOptions(
        Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty(), false);
  }

  /** What body and parameters say; where both do, the body counts. */
  public static DeleteOptions of(Optional<ObjectNode> body, Query query) {
    JsonNode given = body.map(JsonNode.class::cast).orElse(MissingNode.getInstance());
    JsonNode preconditions = given.path("preconditions");
    Optional<String> propagation =
        text(given.path("propagationPolicy"))
            .or(() -> orphaning(given.path("orphanDependents")))
            .or(() -> query.first("propagationPolicy"));
    propagation
        .filter(policy -> !PROPAGATIONS.contains(policy))
        .ifPresent(policy -> {
          throw Refusals.invalid(
              "DeleteOptions",
              "meta.k8s.io",
              "",
              List.of(
                  FieldError.notSupported(
                      "propagationPolicy",
                      policy,
                      "\"Foreground\", \"Background\", \"Orphan\", \"\"")));
        });
    JsonNode grace = given.path("gracePeriodSeconds");
    return new DeleteOptions(
        text(preconditions.path("uid")),
        text(preconditions.path("resourceVersion")),
        grace.isNumber() ? OptionalLong.of(grace.asLong()) : query.number("gracePeriodSeconds"),
        propagation,
        query.all("dryRun").contains("All") || given.path("dryRun").path(0).asText().equals("All"));
  }

  /** The same, for an object that must not have changed since this version. */
  public DeleteOptions withResourceVersion(String version) {
    return new DeleteOptions(uid, Optional.of(version), gracePeriodSeconds, propagation, dryRun);
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.of(value.asText()).filter(text -> !text.isEmpty() && value.isTextual());
  }

  private static Optional<String> orphaning(JsonNode orphan) {
    return orphan.isBoolean()
        ? Optional.of(orphan.asBoolean() ? "Orphan" : "Background")
        : Optional.empty();
  }
}
