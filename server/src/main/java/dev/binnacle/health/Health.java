package dev.binnacle.health;

import java.util.Comparator;
import java.util.List;

/**
 * The verdict on something of the platform, and what led to it.
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

  /** The health of something that nobody could be asked about. */
  public static Health unknown(List<Reason> reasons) {
    return new Health(Verdict.UNKNOWN, worstFirst(reasons));
  }

  /** The same findings, worst first and otherwise in their order. */
  public static List<Reason> worstFirst(List<Reason> reasons) {
    return reasons.stream().sorted(Comparator.comparing(Reason::severity)).toList();
  }
}
