package dev.binnacle.problems;

/**
 * Every reason for which a request can be refused or an operation can fail: the stable word that
 * programs match on, its HTTP status, its title, and what it means in words for the page behind the
 * problem's {@code type}.
 */
public enum ProblemCode {
  MALFORMED_REQUEST(
      400, "Malformed request", "The body is not JSON, or not of the expected shape."),
  INVALID_PARAMETER(400, "Invalid parameter", "A path, query or header parameter is not valid."),
  INVALID_CURSOR(
      400, "Invalid cursor", "The cursor is not one of ours, or belongs to other filters."),
  VALIDATION_FAILED(400, "Validation failed", "A field is missing, too long, or out of range."),
  AUTHENTICATION_REQUIRED(401, "Authentication required", "No token."),
  INVALID_TOKEN(401, "Invalid token", "The token is not valid, revoked, or of an unknown issuer."),
  TOKEN_EXPIRED(401, "Token expired", "The token was valid once."),
  ROLE_MISSING(403, "Role missing", "The token is good, but a role is missing: missingRole."),
  ROLE_NOT_GRANTABLE(
      403, "Role not grantable", "A role was to be given that the caller does not have."),
  SELF_APPROVAL(
      403, "Self approval", "Whoever requested an operation cannot approve or reject it."),
  RESOURCE_NOT_FOUND(
      404, "Resource not found", "There is no such resource, or you may not see it."),
  PATH_NOT_FOUND(404, "Path not found", "The API has no such path."),
  METHOD_NOT_ALLOWED(405, "Method not allowed", "The path exists, but not with this method."),
  NOT_ACCEPTABLE(406, "Not acceptable", "None of the media types in Accept can be served."),
  OPERATION_ALREADY_ACTIVE(
      409,
      "Operation already active",
      "Another operation is active on the target: activeOperation."),
  OPERATION_STATE_CONFLICT(
      409, "Operation state conflict", "The operation is not in a state that allows this."),
  GUARD_BLOCKED(409, "Guard blocked", "At least one guard says BLOCK: guards."),
  IDEMPOTENCY_KEY_IN_FLIGHT(
      409, "Idempotency key in flight", "The first request with this key is still being answered."),
  CANCEL_TOO_LATE(409, "Cancel too late", "The operation has passed its last safe point."),
  PLATFORM_CHANGED(
      409,
      "Platform changed",
      "Only in an operation: the platform changed under it so that going on would be unsafe."),
  PODS_NOT_EVICTABLE(
      409,
      "Pods not evictable",
      "Only in an operation: pods are left that waiting alone does not move."),
  ETAG_MISMATCH(412, "ETag mismatch", "Somebody changed the resource since you have read it."),
  BODY_TOO_LARGE(413, "Body too large", "The body is longer than the server takes."),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "The body is not application/json."),
  IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused", "The key was used with another request."),
  ENGINE_NOT_SUPPORTED(
      422, "Engine not supported", "This procedure does not exist for the engine of the database."),
  CANDIDATE_NOT_ELIGIBLE(
      422, "Candidate not eligible", "The candidate cannot become leader: errors says why."),
  MEMBER_NOT_ELIGIBLE(
      422, "Member not eligible", "The procedure is not for a member in this role: see detail."),
  POOL_NOT_FOUND(
      422,
      "Pool not found",
      "There is no such connection pool, or the platform description names no PgBouncer."),
  INVALID_OPTIONS(
      422,
      "Invalid options",
      "Options contradict each other, or are out of range: errors says which."),
  INVALID_SCHEDULE(422, "Invalid schedule", "The time is in the past, or after the deadline."),
  INVALID_EXPIRY(422, "Invalid expiry", "The expiry is in the past or too far away."),
  UNKNOWN_GUARD(
      422, "Unknown guard", "A guard to override does not exist or cannot be overridden."),
  IF_MATCH_REQUIRED(428, "If match required", "A change without If-Match."),
  RATE_LIMIT_EXCEEDED(429, "Rate limit exceeded", "Too many requests: wait for Retry-After."),
  INTERNAL_ERROR(500, "Internal error", "A fault of Binnacle."),
  STEP_FAILED(500, "Step failed", "Only in an operation: a step failed and could not be repeated."),
  COMPONENT_REFUSED(
      502,
      "Component refused",
      "A component of the platform refused: component says with which words."),
  COMPONENT_UNAVAILABLE(
      503, "Component unavailable", "A component of the platform cannot be reached."),
  STATE_STORE_UNAVAILABLE(
      503, "State store unavailable", "The PostgreSQL of Binnacle itself cannot be reached."),
  SERVER_BUSY(503, "Server busy", "The server has no room for this request now."),
  COMPONENT_TIMEOUT(
      504, "Component timeout", "A component of the platform did not answer in time."),
  DEADLINE_EXCEEDED(504, "Deadline exceeded", "Only in an operation: its deadline passed.");

  private final int status;
  private final String title;
  private final String meaning;

  ProblemCode(int status, String title, String meaning) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
  }

  /** The HTTP status that goes with the code. */
  public int status() {
    return status;
  }

  /** A short title, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** What the code means, in one sentence for the problem page. */
  public String meaning() {
    return meaning;
  }

  /** The path of the page that explains the code: the problem's {@code type}. */
  public String type() {
    return "/problems/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
