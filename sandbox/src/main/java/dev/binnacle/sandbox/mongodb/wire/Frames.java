package dev.binnacle.sandbox.mongodb.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Reads and writes messages as the manual's page "MongoDB Wire Protocol" describes them: OP_MSG,
 * and OP_QUERY with OP_REPLY for the first hello of a connection. No compression is ever offered.
 */
final class Frames {
  private static final int HEADER = 16;
  private static final int LARGEST = 48_000_000;
  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;
  private static final int CHECKSUM_PRESENT = 1;
  private static final int MORE_TO_COME = 1 << 1;
  private static final int EXHAUST_ALLOWED = 1 << 16;
  private static final int AWAIT_CAPABLE = 8;
  private static final int CHECKSUM_BYTES = 4;
  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private Frames() {}

  /**
   * Waits for the next message.
   *
   * @throws EOFException when the client has closed the connection
   */
  static Message read(DataInputStream in) throws IOException {
    ByteBuffer header = bytes(in, HEADER);
    int length = header.getInt();
    int requestId = header.getInt();
    header.getInt();
    int operation = header.getInt();
    if (length < HEADER || length > LARGEST) {
      throw new IOException("A message of %d bytes".formatted(length));
    }
    ByteBuffer body = bytes(in, length - HEADER);
    return switch (operation) {
      case OP_MSG -> message(requestId, body);
      case OP_QUERY -> query(requestId, body);
      default -> throw new IOException("Operation %d is not spoken here".formatted(operation));
    };
  }

  private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Message message(int requestId, ByteBuffer body) {
    int flags = body.getInt();
    int end = body.limit() - ((flags & CHECKSUM_PRESENT) == 0 ? 0 : CHECKSUM_BYTES);
    BsonDocument command = new BsonDocument();
    BsonDocument sequences = new BsonDocument();
    while (body.position() < end) {
      if (body.get() == 0) {
        command = document(body);
      } else {
        int sequenceEnd = body.position() + body.getInt();
        String name = text(body);
        BsonArray documents = new BsonArray();
        while (body.position() < sequenceEnd) {
          documents.add(document(body));
        }
        sequences.append(name, documents);
      }
    }
    command.putAll(sequences);
    return new Message(
        requestId, false, (flags & EXHAUST_ALLOWED) != 0, (flags & MORE_TO_COME) != 0, command);
  }

  private static Message query(int requestId, ByteBuffer body) {
    body.getInt();
    String collection = text(body);
    body.getInt();
    body.getInt();
    BsonDocument command = document(body);
    if (command.containsKey("$query")) {
      command = command.getDocument("$query");
    }
    command.put("$db", new BsonString(collection.substring(0, collection.indexOf('.'))));
    return new Message(requestId, true, false, false, command);
  }

  private static String text(ByteBuffer body) {
    StringBuilder text = new StringBuilder();
    for (byte next = body.get(); next != 0; next = body.get()) {
      text.append((char) next);
    }
    return text.toString();
  }

  private static BsonDocument document(ByteBuffer body) {
    int length = body.getInt(body.position());
    ByteBuffer own = body.slice(body.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    body.position(body.position() + length);
    try (BsonBinaryReader reader = new BsonBinaryReader(own)) {
      return CODEC.decode(reader, DecoderContext.builder().build());
    }
  }

  /** Writes an answer in the form in which the command came. */
  static void write(
      OutputStream out, int id, int responseTo, boolean legacy, boolean more, BsonDocument answer)
      throws IOException {
    try (BasicOutputBuffer buffer = new BasicOutputBuffer()) {
      buffer.writeInt32(0);
      buffer.writeInt32(id);
      buffer.writeInt32(responseTo);
      if (legacy) {
        buffer.writeInt32(OP_REPLY);
        buffer.writeInt32(AWAIT_CAPABLE);
        buffer.writeInt64(0);
        buffer.writeInt32(0);
        buffer.writeInt32(1);
      } else {
        buffer.writeInt32(OP_MSG);
        buffer.writeInt32(more ? MORE_TO_COME : 0);
        buffer.writeByte(0);
      }
      try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
        CODEC.encode(writer, answer, EncoderContext.builder().build());
      }
      buffer.writeInt32(0, buffer.getPosition());
      out.write(buffer.toByteArray());
      out.flush();
    }
  }
}
