package dev.binnacle.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened in an operation.
 *
 * @param sequence 1, 2, 3 … within the operation, without gaps
 * @param at when, in the state store's time
 * @param state the operation's state after a change of state
 * @param step the step it belongs to
 */
public record OperationEvent(
    long sequence,
    Instant at,
    EventType type,
    Optional<OperationState> state,
    Optional<String> step,
    String message,
    List<Fact> detail) {}
