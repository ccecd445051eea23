package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * An election that somebody won.
 *
 * @param reason in the server's words
 * @param candidate the {@code _id} of the winner
 * @param priorPrimary the {@code _id} of the primary before, or -1
 */
record Election(
    String reason,
    Instant at,
    long term,
    int candidate,
    int votesNeeded,
    double priority,
    int priorPrimary,
    OpTime seen,
    OpTime committed,
    long timeoutMillis) {
  /** As {@code electionCandidateMetrics} of the winner has it. */
  BsonDocument won() {
    BsonDocument document =
        new BsonDocument("lastElectionReason", new BsonString(reason))
            .append("lastElectionDate", date())
            .append("electionTerm", new BsonInt64(term))
            .append("lastCommittedOpTimeAtElection", committed.document())
            .append("lastSeenOpTimeAtElection", seen.document())
            .append("numVotesNeeded", new BsonInt32(votesNeeded))
            .append("priorityAtElection", new org.bson.BsonDouble(priority))
            .append("electionTimeoutMillis", new BsonInt64(timeoutMillis));
    if (priorPrimary >= 0) {
      document.append("priorPrimaryMemberId", new BsonInt32(priorPrimary));
    }
    return document
        .append("numCatchUpOps", new BsonInt64(0))
        .append("newTermStartDate", date())
        .append("wMajorityWriteAvailabilityDate", date());
  }

  /** As {@code electionParticipantMetrics} of a voter has it. */
  BsonDocument voted() {
    return new BsonDocument("votedForCandidate", BsonBoolean.TRUE)
        .append("electionTerm", new BsonInt64(term))
        .append("lastVoteDate", date())
        .append("electionCandidateMemberId", new BsonInt32(candidate))
        .append("voteReason", new BsonString(""))
        .append("lastAppliedOpTimeAtElection", seen.document())
        .append("maxAppliedOpTimeInSet", seen.document())
        .append("priorityAtElection", new org.bson.BsonDouble(priority))
        .append("newTermStartDate", date())
        .append("newTermAppliedDate", date());
  }

  private BsonDateTime date() {
    return new BsonDateTime(at.toEpochMilli());
  }
}
