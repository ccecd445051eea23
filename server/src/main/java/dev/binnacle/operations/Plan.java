package dev.binnacle.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a procedure is going to do, in words, made before anything is touched.
 *
 * @param summary one sentence
 * @param steps the steps in order; exactly these run
 * @param undo what a cancel restores, in words
 * @param warnings what the caller should know before starting
 * @param estimatedDuration how long it usually takes
 * @param detail what only plans of this kind have, as JSON in the contract's shape for the kind
 */
public record Plan(
    String summary,
    List<PlannedStep> steps,
    String undo,
    List<String> warnings,
    Duration estimatedDuration,
    Optional<JsonNode> detail) {

  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** A plan that has nothing special to its kind. */
  public Plan(
      String summary,
      List<PlannedStep> steps,
      String undo,
      List<String> warnings,
      Duration estimatedDuration) {
    this(summary, steps, undo, warnings, estimatedDuration, Optional.empty());
  }

  /** The same plan with what only its kind has, in the contract's shape. */
  public Plan withDetail(Object special) {
    return new Plan(
        summary,
        steps,
        undo,
        warnings,
        estimatedDuration,
        Optional.of(Json.mapper().valueToTree(special)));
  }

  /**
   * One step to come.
   *
   * @param name its stable name in kebab-case
   * @param title a few words
   * @param description what it does and waits for
   * @param touches what of the platform it changes; empty for a step that only looks
   * @param safePoint whether the operation can stop before this step with nothing left half done
   * @param interruptible whether it can also stop in the middle of it, wherever the step says so;
   *     such a step begins at a safe point
   */
  public record PlannedStep(
      String name,
      String title,
      String description,
      List<String> touches,
      boolean safePoint,
      boolean interruptible) {

    /** A step that is never interrupted. */
    public PlannedStep(
        String name, String title, String description, List<String> touches, boolean safePoint) {
      this(name, title, description, touches, safePoint, false);
    }

    public PlannedStep {
      touches = List.copyOf(touches);
    }
  }
}
