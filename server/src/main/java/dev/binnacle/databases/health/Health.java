package dev.binnacle.databases.health;

import java.util.Comparator;
import java.util.List;

/**
 * The verdict on a database and what led to it.
 *
 * @param reasons worst first
 */
public record Health(Verdict verdict, List<Reason> reasons) {

  public Health {
    reasons = List.copyOf(reasons);
  }

  /** The health that the findings amount to. */
  public static Health of(List<Reason> reasons) {
    return new Health(Verdict.of(reasons), worstFirst(reasons));
  }

  /** The health of a database that nobody could be asked about. */
  public static Health unknown(List<Reason> reasons) {
    return new Health(Verdict.UNKNOWN, worstFirst(reasons));
  }

  /** The same findings, worst first and otherwise in their order. */
  public static List<Reason> worstFirst(List<Reason> reasons) {
    return reasons.stream().sorted(Comparator.comparing(Reason::severity)).toList();
  }
}
