package dev.binnacle.sandbox.mongodb.wire;

import java.util.Optional;
import org.bson.BsonDocument;

/** The server's side of one connection. */
public interface Dialogue {
  /**
   * Answers a command. Waits as long as the command does.
   *
   * @throws InterruptedException when the member ends
   */
  BsonDocument answer(BsonDocument command) throws InterruptedException;

  /**
   * What to answer next to a client that listens on without asking again; empty when this command
   * is answered once.
   */
  Optional<BsonDocument> next(BsonDocument command, BsonDocument lastAnswer);
}
