package dev.binnacle.databases.postgresql;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.postgresql.Unseen;
import java.util.List;
import java.util.Optional;

/**
 * One point of the daily check and what was found.
 *
 * @param name its stable name in UPPER_SNAKE
 * @param summary what was found, in one sentence
 * @param reasons what led to the verdict, worst first
 * @param unseen why it could not be checked; empty unless the verdict is NOT_AVAILABLE
 * @param details the path below the database where there is more to see; empty when there is none
 */
public record CheckPoint(
    String name,
    Verdict verdict,
    String summary,
    List<Reason> reasons,
    Optional<Unseen> unseen,
    Optional<String> details) {

  /** What a point amounts to, worst first. */
  public enum Verdict {
    /** Something does not work, or is about to stop working. */
    CRITICAL,
    /** Somebody should look at it today. */
    WARNING,
    /** Nothing to do. */
    OK,
    /** Nobody has checked: never counted as OK. */
    NOT_AVAILABLE
  }

  public CheckPoint {
    reasons = List.copyOf(reasons);
  }

  /** A point that was checked; the findings decide. */
  static CheckPoint checked(String name, String fine, List<Reason> findings, String details) {
    var sorted = Health.worstFirst(findings);
    return new CheckPoint(
        name,
        verdict(sorted),
        sorted.isEmpty() ? fine : sorted.getFirst().message(),
        sorted,
        Optional.empty(),
        Optional.of(details));
  }

  private static Verdict verdict(List<Reason> worstFirst) {
    return worstFirst.stream()
        .findFirst()
        .map(Reason::severity)
        .map(severity ->
            switch (severity) {
              case CRITICAL -> Verdict.CRITICAL;
              case WARNING -> Verdict.WARNING;
              case INFO -> Verdict.OK;
            })
        .orElse(Verdict.OK);
  }

  /** A point that nobody could check. */
  static CheckPoint notAvailable(String name, Unseen unseen, Optional<String> details) {
    return new CheckPoint(
        name, Verdict.NOT_AVAILABLE, unseen.why(), List.of(), Optional.of(unseen), details);
  }

  static Reason warning(String code, String message) {
    return Reason.of(code, Severity.WARNING, message);
  }

  static Reason critical(String code, String message) {
    return Reason.of(code, Severity.CRITICAL, message);
  }
}
