package dev.binnacle.sandbox.mongodb.commands;

import org.bson.BsonDocument;

/** Answers one command of a member; the dispatcher adds {@code ok}. */
@FunctionalInterface
interface Command {
  BsonDocument run(Call call) throws InterruptedException;
}
