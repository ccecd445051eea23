package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;

/**
 * The refusals of the API server, in its words. Source: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
 */
public final class Refusals {
  private Refusals() {}

  /** 400. */
  public static Refusal badRequest(String message) {
    return new Refusal(status(400, "BadRequest", message));
  }

  /** 401, which never says why. */
  public static Refusal unauthorized() {
    return new Refusal(status(401, "Unauthorized", "Unauthorized"));
  }

  /** 403 for an object. */
  public static Refusal forbidden(ResourceType type, String name, String why) {
    return about(
        403,
        "Forbidden",
        "%s \"%s\" is forbidden: %s".formatted(type.qualifiedName(), name, why),
        type,
        name);
  }

  /** 403 for a path that is no resource. */
  public static Refusal forbiddenPath(String user, String verb, String path) {
    Refusal refusal =
        new Refusal(
            status(
                403,
                "Forbidden",
                "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(user, verb, path)));
    refusal.status().putObject("details");
    return refusal;
  }

  /** 403 for a whole resource. */
  public static Refusal forbidden(String what, String why) {
    return new Refusal(status(403, "Forbidden", "%s is forbidden: %s".formatted(what, why)));
  }

  /** 404 for an object. */
  public static Refusal notFound(ResourceType type, String name) {
    return about(
        404, "NotFound", "%s \"%s\" not found".formatted(type.qualifiedName(), name), type, name);
  }

  /** 404 for a path that nothing serves. */
  public static Refusal noSuchPath() {
    return new Refusal(status(404, "NotFound", "the server could not find the requested resource"));
  }

  /** 405. */
  public static Refusal methodNotAllowed() {
    return new Refusal(
        status(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  /** 406. */
  public static Refusal notAcceptable() {
    return new Refusal(
        status(
            406,
            "NotAcceptable",
            "only the following media types are accepted: application/json, application/yaml"));
  }

  /** 409 for a name that is taken. */
  public static Refusal alreadyExists(ResourceType type, String name) {
    return about(
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(type.qualifiedName(), name),
        type,
        name);
  }

  /** 409 for a precondition that does not hold. */
  public static Refusal conflict(ResourceType type, String name, String why) {
    return about(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.qualifiedName(), name, why),
        type,
        name);
  }

  /** 409 of an object that somebody else has changed meanwhile. */
  public static Refusal modified(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try again");
  }

  /** 409 of fields that others manage; causes are added to it. */
  public static Refusal applyConflict(String message) {
    return new Refusal(status(409, "Conflict", message));
  }

  /** 410 of a resource version or continue token of the past. */
  public static Refusal expired(String message) {
    return new Refusal(status(410, "Expired", message));
  }

  /** 413. */
  public static Refusal tooLarge() {
    return new Refusal(
        status(413, "RequestEntityTooLarge", "limit is 3145728: request body too large"));
  }

  /** 415. */
  public static Refusal unsupportedMediaType(String given, List<String> accepted) {
    return new Refusal(
        status(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: %s (got \"%s\")"
                .formatted(String.join(", ", accepted), given)));
  }

  /** 422 for what is wrong in an object. */
  public static Refusal invalid(String kind, String group, String name, List<FieldError> errors) {
    String listed =
        errors.size() == 1
            ? errors.getFirst().toString()
            : "[" + String.join(", ", errors.stream().map(FieldError::toString).toList()) + "]";
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    Refusal refusal =
        new Refusal(
            status(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified, name, listed)));
    ObjectNode details = refusal.status().putObject("details").put("name", name);
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", kind);
    errors.forEach(error -> refusal.withCause(error.reason(), error.text(), error.field()));
    return refusal;
  }

  /** 429. With zero seconds there is no word about when to come again. */
  public static Refusal tooManyRequests(String message, long retryAfterSeconds) {
    Refusal refusal = new Refusal(status(429, "TooManyRequests", message));
    ObjectNode details = refusal.status().putObject("details");
    if (retryAfterSeconds > 0) {
      details.put("retryAfterSeconds", retryAfterSeconds);
    }
    return refusal;
  }

  /** 500. */
  public static Refusal internal(String why) {
    return new Refusal(status(500, "InternalError", "Internal error occurred: " + why))
        .withCause("", why, "");
  }

  /** Any status without a reason or with an unusual one. */
  public static Refusal other(int code, String reason, String message) {
    return new Refusal(status(code, reason, message));
  }

  private static Refusal about(
      int code, String reason, String message, ResourceType type, String name) {
    ObjectNode status = status(code, reason, message);
    ObjectNode details = status.putObject("details").put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    return new Refusal(status);
  }

  private static ObjectNode status(int code, String reason, String message) {
    ObjectNode status = Json.object("v1", "Status");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    return status.put("code", code);
  }
}
