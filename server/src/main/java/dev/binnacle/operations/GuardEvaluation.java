package dev.binnacle.operations;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every guard. A guard that fails to answer counts as not available, never as passed. */
@ApplicationScoped
class GuardEvaluation {

  private static final Logger LOG = LoggerFactory.getLogger(GuardEvaluation.class);

  /** The guards that every disruptive procedure expects from other capabilities. */
  private static final Set<String> EXPECTED =
      new LinkedHashSet<>(
          List.of("MAINTENANCE_WINDOW", "CHANGE_FREEZE", "OPEN_INCIDENT", "FRESH_BACKUP"));

  private final Instance<Guard> guards;

  /** Required by CDI. */
  protected GuardEvaluation() {
    this(null);
  }

  @Inject
  GuardEvaluation(@Any Instance<Guard> guards) {
    this.guards = guards;
  }

  /** Every guard's answer: the procedure's own first, then those of other capabilities. */
  List<GuardResult> evaluate(
      Guard.Question question, List<GuardResult> own, Set<String> overrides) {
    var results = new ArrayList<>(own);
    var missing = new LinkedHashSet<>(EXPECTED);
    for (var guard : guards) {
      missing.remove(guard.name());
      results.add(ask(guard, question));
    }
    missing.forEach(name ->
        results.add(
            GuardResult.notAvailable(
                name, "Nothing in this installation knows the facts that this guard needs.")));
    return results.stream().map(result -> result.overriddenBy(overrides)).toList();
  }

  private static GuardResult ask(Guard guard, Guard.Question question) {
    try {
      return guard.evaluate(question);
    } catch (RuntimeException failed) {
      LOG.warn("guard {} could not answer", guard.name(), failed);
      return GuardResult.notAvailable(guard.name(), "The guard's source did not answer.");
    }
  }

  /** Tells what the guards found as events of the operation. */
  void tell(OperationRecords records, OperationEntity operation, List<GuardResult> found) {
    for (var result : found) {
      records.append(
          operation,
          EventType.GUARD_EVALUATED,
          null,
          result.name()
              + ": "
              + result.outcome()
              + (result.overridden() ? " (overridden)" : "")
              + ". "
              + result.message(),
          result.evidence());
    }
  }

  /**
   * Lets pass when every name is that of a guard that may be overridden, or that does not block.
   *
   * @throws dev.binnacle.problems.ProblemException naming the first that is neither
   */
  static void refuseUnknown(Set<String> overrides, List<GuardResult> found) {
    for (var name : overrides) {
      var guard = found.stream().filter(result -> result.name().equals(name)).findFirst();
      if (guard.isEmpty()) {
        throw unknown(name, "There is no guard " + name + " in this procedure.");
      }
      if (guard.get().blocks()) {
        throw unknown(name, "What " + name + " found cannot be overridden.");
      }
    }
  }

  private static RuntimeException unknown(String name, String detail) {
    return Problem.of(ProblemCode.UNKNOWN_GUARD, detail)
        .withErrors(List.of(Problem.Violation.at("/overrideGuards", name + " is not possible")))
        .withRemedy("A dry run lists the guards and says which can be overridden.")
        .asException();
  }

  /**
   * Lets pass when nothing blocks.
   *
   * @throws dev.binnacle.problems.ProblemException listing all guards when one does
   */
  static void refuseBlocked(List<GuardResult> found) {
    var blocking = found.stream().filter(GuardResult::blocks).toList();
    if (blocking.isEmpty()) {
      return;
    }
    boolean overridable = blocking.stream().allMatch(GuardResult::overridable);
    throw Problem.of(
            ProblemCode.GUARD_BLOCKED,
            blocking.stream()
                .map(result -> result.name() + ": " + result.message())
                .collect(Collectors.joining(" ")))
        .withRemedy(
            overridable
                ? "Remove the cause, or have an admin name the guard in overrideGuards."
                : "Remove the cause; this cannot be overridden.")
        .with("guards", found)
        .asException();
  }
}
