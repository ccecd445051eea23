package dev.binnacle.platform.mongodb;

import java.util.Optional;

/**
 * What a member answered to a command that changes something. The state of the set alone tells what
 * has happened.
 *
 * @param code the number of the error; empty when the command was done
 * @param words in the server's words
 */
public record CommandAnswer(Optional<Integer> code, String words) {

  static final CommandAnswer DONE = new CommandAnswer(Optional.empty(), "");

  private static final int MAX_TIME_MS_EXPIRED = 50;
  private static final int NODE_NOT_FOUND = 74;
  private static final int CONFIGURATION_INCOMPATIBLE = 103;
  private static final int CONFIGURATION_IN_PROGRESS = 109;
  private static final int EXCEEDED_TIME_LIMIT = 262;
  private static final int NOT_COMMITTED_YET = 308;
  private static final int NOT_PRIMARY = 10107;

  /** Whether the server did what it was asked. */
  public boolean isDone() {
    return code.isEmpty();
  }

  /** Whether nobody could take over in time: a later request may succeed. */
  public boolean isNobodyCaughtUp() {
    return is(EXCEEDED_TIME_LIMIT);
  }

  /** Whether the member does not lead any more. */
  public boolean isNotPrimary() {
    return is(NOT_PRIMARY);
  }

  /**
   * Whether the set was not ready, or somebody else was faster: with a fresh look the request may
   * succeed.
   */
  public boolean isToBeRepeated() {
    return is(MAX_TIME_MS_EXPIRED)
        || is(NODE_NOT_FOUND)
        || is(CONFIGURATION_INCOMPATIBLE)
        || is(CONFIGURATION_IN_PROGRESS)
        || is(NOT_COMMITTED_YET)
        || isNotPrimary();
  }

  private boolean is(int number) {
    return code.filter(given -> given == number).isPresent();
  }
}
