package dev.binnacle.nodes.cordon;

import dev.binnacle.platform.kubernetes.NodeState;
import dev.binnacle.store.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who cordoned a node and why, as it is written on the node itself for whoever finds it.
 *
 * @param operationId the operation that did it
 * @param by the subject of whoever asked for it
 */
public record CordonNote(UUID operationId, String by, Instant at, String reason) {

  /** The annotation that carries it. */
  public static final String ANNOTATION = "binnacle.dev/cordoned-by";

  /** The note on a cordoned node; empty when somebody else cordoned it, or nobody did. */
  public static Optional<CordonNote> on(NodeState node) {
    return node.unschedulable() ? written(node) : Optional.empty();
  }

  /** The note on the node, whether it is cordoned or not. */
  static Optional<CordonNote> written(NodeState node) {
    return Optional.ofNullable(node.annotations().get(ANNOTATION)).flatMap(CordonNote::read);
  }

  /** Anybody can write an annotation: what is not a note of ours counts as none. */
  private static Optional<CordonNote> read(String text) {
    try {
      var note = Json.read(text, CordonNote.class);
      return note == null
              || note.operationId() == null
              || note.by() == null
              || note.at() == null
              || note.reason() == null
          ? Optional.empty()
          : Optional.of(note);
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  /** The value of the annotation. */
  String text() {
    return Json.write(this);
  }
}
