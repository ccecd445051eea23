package dev.binnacle.sandbox.kubernetes.apiserver.protobuf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of a protobuf message. */
final class MessageReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  /**
   * A field as it lies on the wire.
   *
   * @param varint its value when it is a number or a flag
   * @param bytes its value when it is a text or a message
   */
  record WireField(int number, long varint, byte[] bytes) {}

  private MessageReader() {}

  /**
   * All fields, in order.
   *
   * @throws IllegalArgumentException when it is no message
   */
  static List<WireField> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    List<WireField> fields = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        fields.add(field(in));
      }
    } catch (BufferUnderflowException cutOff) {
      throw new IllegalArgumentException("The message ends in the middle of a field", cutOff);
    }
    return fields;
  }

  private static WireField field(ByteBuffer in) {
    long tag = varint(in);
    int number = (int) (tag >>> 3);
    return switch ((int) (tag & 7)) {
      case VARINT -> new WireField(number, varint(in), new byte[0]);
      case FIXED_64 -> new WireField(number, 0, bytes(in, Long.BYTES));
      case LENGTH_DELIMITED -> new WireField(number, 0, bytes(in, varint(in)));
      case FIXED_32 -> new WireField(number, 0, bytes(in, Integer.BYTES));
      default -> throw new IllegalArgumentException("Unknown wire type of field " + number);
    };
  }

  private static byte[] bytes(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number has too many bytes");
  }
}
