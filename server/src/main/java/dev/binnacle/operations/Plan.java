package dev.binnacle.operations;

import java.time.Duration;
import java.util.List;

/**
 * What a procedure is going to do, in words, made before anything is touched.
 *
 * @param summary one sentence
 * @param steps the steps in order; exactly these run
 * @param undo what a cancel restores, in words
 * @param warnings what the caller should know before starting
 * @param estimatedDuration how long it usually takes
 */
public record Plan(
    String summary,
    List<PlannedStep> steps,
    String undo,
    List<String> warnings,
    Duration estimatedDuration) {

  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /**
   * One step to come.
   *
   * @param name its stable name in kebab-case
   * @param title a few words
   * @param description what it does and waits for
   * @param touches what of the platform it changes; empty for a step that only looks
   * @param safePoint whether the operation can stop before this step with nothing left half done
   */
  public record PlannedStep(
      String name, String title, String description, List<String> touches, boolean safePoint) {

    public PlannedStep {
      touches = List.copyOf(touches);
    }
  }
}
