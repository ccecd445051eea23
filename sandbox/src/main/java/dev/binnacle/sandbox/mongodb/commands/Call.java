package dev.binnacle.sandbox.mongodb.commands;

import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A command as a client sent it.
 *
 * @param session the connection that it came on
 * @param body the command and its arguments; its first member is its name
 */
record Call(Session session, BsonDocument body) {
  private static final Duration FOREVER = Duration.ofHours(1);

  String name() {
    return body.getFirstKey();
  }

  String database() {
    return body.getString("$db", new BsonString("admin")).getValue();
  }

  /** The namespace of the collection that the command's own member names. */
  String namespace() {
    return database() + "." + text(name());
  }

  String text(String member) {
    return body.isString(member) ? body.getString(member).getValue() : "";
  }

  boolean flag(String member) {
    return switch (body.get(member)) {
      case null -> false;
      case org.bson.BsonBoolean flag -> flag.getValue();
      case org.bson.BsonValue value -> value.isNumber() && value.asNumber().intValue() != 0;
    };
  }

  long number(String member, long otherwise) {
    return body.isNumber(member)
        ? body.getNumber(member, new BsonInt64(otherwise)).longValue()
        : otherwise;
  }

  BsonDocument document(String member) {
    return body.getDocument(member, new BsonDocument());
  }

  /** How long the client lets the command run. */
  Duration limit() {
    return body.containsKey("maxTimeMS") ? Duration.ofMillis(number("maxTimeMS", 0)) : FOREVER;
  }
}
