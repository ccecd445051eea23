package dev.binnacle.operations;

import dev.binnacle.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A request to run a procedure.
 *
 * @param reason why, for the audit log
 * @param scheduledAt when to start; empty for now
 * @param requireApproval whether somebody else has to approve first, beyond what the platform's
 *     description demands
 * @param overrideGuards names of guards whose BLOCK is to be overridden; for admins
 * @param timeLimit how long it may run once started
 * @param idempotencyHash identifies the request, so that the same one never starts two operations
 */
public record Submission<R>(
    Procedure<R, ?> procedure,
    Target target,
    R request,
    Caller caller,
    String reason,
    Optional<Instant> scheduledAt,
    boolean requireApproval,
    Set<String> overrideGuards,
    Duration timeLimit,
    Optional<String> idempotencyHash) {}
