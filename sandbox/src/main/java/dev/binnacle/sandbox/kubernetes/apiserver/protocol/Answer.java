package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** What goes back. */
public sealed interface Answer {
  /** One object; a Status of refusal too. */
  record Document(int status, ObjectNode body) implements Answer {}

  /** Plain text. */
  record Text(int status, String body) implements Answer {}

  /** A refusal of API priority and fairness, which is no Status. */
  record Throttled(long retryAfterSeconds) implements Answer {}

  /** A 200 whose body comes bit by bit, flushed by the writer. */
  record Stream(String contentType, Body body) implements Answer {}

  /** Writes a body; ends by returning, or by the caller going away. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  static Answer ok(ObjectNode body) {
    return new Document(200, body);
  }

  static Answer created(ObjectNode body) {
    return new Document(201, body);
  }
}
