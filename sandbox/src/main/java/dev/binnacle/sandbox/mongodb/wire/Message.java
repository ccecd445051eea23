package dev.binnacle.sandbox.mongodb.wire;

import org.bson.BsonDocument;

/**
 * A command as it came, whichever of the two forms it had.
 *
 * @param requestId the client's number of it, which the answer names
 * @param legacy whether it came as OP_QUERY, which drivers use for their very first hello
 * @param exhaust whether the client takes further answers without asking again
 * @param silent whether the client wants no answer
 * @param body the command with its document sequences as arrays
 */
record Message(int requestId, boolean legacy, boolean exhaust, boolean silent, BsonDocument body) {}
