package dev.binnacle.operations;

import java.util.Map;
import java.util.Set;

/** Where an operation stands. The legal transitions are the table in this file. */
public enum OperationState {
  /** Accepted; a runner will pick it up at once. */
  PENDING,
  /** Waits for somebody else's approval. */
  AWAITING_APPROVAL,
  /** Waits for its time, holding its target's slot. */
  SCHEDULED,
  /** A runner is at work. */
  RUNNING,
  /** Stopped at a safe point until resumed. */
  PAUSED,
  /** A runner is on its way to the next safe point to stop there. */
  CANCELLING,
  /** Done. */
  SUCCEEDED,
  /** A step failed; can be retried from there. */
  FAILED,
  /** Stopped at a safe point on request. */
  CANCELLED,
  /** Approval was refused. */
  REJECTED,
  /** The time limit, or the time for approval, passed. */
  TIMED_OUT;

  private static final Map<OperationState, Set<OperationState>> TRANSITIONS =
      Map.ofEntries(
          Map.entry(AWAITING_APPROVAL, Set.of(PENDING, SCHEDULED, REJECTED, CANCELLED, TIMED_OUT)),
          Map.entry(SCHEDULED, Set.of(RUNNING, FAILED, CANCELLED)),
          Map.entry(PENDING, Set.of(RUNNING, FAILED, CANCELLING, CANCELLED)),
          Map.entry(RUNNING, Set.of(PAUSED, CANCELLING, SUCCEEDED, FAILED, TIMED_OUT)),
          Map.entry(PAUSED, Set.of(PENDING, CANCELLING)),
          Map.entry(CANCELLING, Set.of(CANCELLED, SUCCEEDED, FAILED, TIMED_OUT)),
          Map.entry(FAILED, Set.of(PENDING)),
          Map.entry(TIMED_OUT, Set.of(PENDING)),
          Map.entry(SUCCEEDED, Set.of()),
          Map.entry(CANCELLED, Set.of()),
          Map.entry(REJECTED, Set.of()));

  /** The states in which an operation holds its target's slot. */
  public static final Set<OperationState> ACTIVE =
      Set.of(PENDING, AWAITING_APPROVAL, SCHEDULED, RUNNING, PAUSED, CANCELLING);

  /** Whether the table allows going from here to there. */
  public boolean canBecome(OperationState next) {
    return TRANSITIONS.get(this).contains(next);
  }

  /** Whether the operation holds its target's slot. */
  public boolean isActive() {
    return ACTIVE.contains(this);
  }

  /** Whether the operation has ended, though a retry may bring some of these back. */
  public boolean isFinal() {
    return !isActive();
  }
}
