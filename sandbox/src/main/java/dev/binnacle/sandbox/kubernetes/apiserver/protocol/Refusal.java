package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is not done; the Status says why. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectNode status;

  Refusal(ObjectNode status) {
    super(status.path("message").asText());
    this.status = status;
  }

  /** The body of the answer. */
  public ObjectNode status() {
    return status;
  }

  /** The HTTP status. */
  public int code() {
    return status.path("code").asInt();
  }

  /** The machine-readable reason: {@code NotFound}. */
  public String reason() {
    return status.path("reason").asText();
  }

  /** The same refusal with one more entry in details.causes. */
  public Refusal withCause(String type, String message, String field) {
    ObjectNode cause = status.withObjectProperty("details").withArrayProperty("causes").addObject();
    cause.put("reason", type).put("message", message);
    if (!field.isEmpty()) {
      cause.put("field", field);
    }
    return this;
  }
}
