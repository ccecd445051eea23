package dev.binnacle.sandbox.kubernetes.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protobuf.MessageReader.WireField;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bodies in application/vnd.kubernetes.protobuf, of the few kinds that kubectl sends so and that
 * are easy: reviews of the caller's own access, evictions, and how to delete. Source of the
 * envelope: kubernetes staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go.
 */
public final class ProtobufBody {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int TYPE = 1;
  private static final int RAW = 2;
  private static final int API_VERSION = 1;
  private static final int KIND = 2;

  private ProtobufBody() {}

  /** The object as JSON; empty when it is of another kind, or no such body at all. */
  public static Optional<ObjectNode> decode(byte[] body) {
    if (!Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
      return Optional.empty();
    }
    try {
      return enveloped(Arrays.copyOfRange(body, MAGIC.length, body.length));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<ObjectNode> enveloped(byte[] envelope) {
    byte[] type = last(envelope, TYPE);
    byte[] raw = last(envelope, RAW);
    String kind = text(last(type, KIND));
    return MessageType.of(kind)
        .map(known -> {
          ObjectNode object = Json.object(text(last(type, API_VERSION)), kind);
          object.setAll(known.decode(raw));
          return object;
        });
  }

  /** The value of a field; of several the last counts, and without one it is empty. */
  private static byte[] last(byte[] message, int number) {
    return MessageReader.fields(message).stream()
        .filter(field -> field.number() == number)
        .map(WireField::bytes)
        .reduce(new byte[0], (earlier, later) -> later);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
