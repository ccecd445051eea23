package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.mongodb.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a member needs a new copy of the data, and how it gets one.
 *
 * @param appliedAt when the last operation that it has was written; empty when nobody knows
 * @param sources what the other members could give it, the one that reaches back furthest first
 * @param margin how much of the longest oplog lies before the operation that it needs next; empty
 *     when it has left the oplog, or nobody knows
 * @param copyBytes documents and indexes as the first source has them; empty when it was not asked
 * @param steps what to do, in order
 * @param warnings what to have in mind before
 */
public record ResyncAdvice(
    String member,
    MemberState state,
    Verdict verdict,
    String message,
    Optional<Instant> appliedAt,
    List<Source> sources,
    Optional<Duration> margin,
    Optional<Long> copyBytes,
    List<String> steps,
    List<String> warnings,
    Instant observedAt) {

  public ResyncAdvice {
    sources = List.copyOf(sources);
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** What to do about a member. */
  public enum Verdict {
    /** It follows, leads, or has no data. */
    NOT_NEEDED,
    /** It is late or away, and what it needs next is still there. */
    CATCHES_UP,
    /** It copies the data already. */
    COPYING,
    /** What it needs next has left every oplog that could be read. */
    NEEDED,
    /** Nobody knows how far it had come, or no other oplog could be read. */
    UNKNOWN
  }

  /**
   * Another member and its oplog.
   *
   * @param oldest when its oldest operation was written
   * @param window how far its oplog reaches back
   */
  public record Source(String member, Instant oldest, Duration window) {}
}
