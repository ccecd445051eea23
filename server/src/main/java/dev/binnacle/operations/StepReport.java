package dev.binnacle.operations;

import java.util.List;

/** What a step saw in the end, in one sentence and in facts. */
public record StepReport(String message, List<Fact> detail) {

  public StepReport {
    detail = List.copyOf(detail);
  }

  /** A report. */
  public static StepReport of(String message, Fact... detail) {
    return new StepReport(message, List.of(detail));
  }
}
