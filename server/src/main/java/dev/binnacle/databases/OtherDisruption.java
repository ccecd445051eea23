package dev.binnacle.databases;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Guard;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Operation;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.OperationState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** One disruption at a time on a site: looks for other operations that hold a target there. */
@ApplicationScoped
public class OtherDisruption implements Guard {

  private static final String NAME = "NO_OTHER_DISRUPTION";

  private final OperationQueries operations;

  /** Required by CDI. */
  protected OtherDisruption() {
    this(null);
  }

  /** A guard that looks at the operations of the state store. */
  @Inject
  public OtherDisruption(OperationQueries operations) {
    this.operations = operations;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public GuardResult evaluate(Question question) {
    return decide(
        question.target().site(),
        question.disruptive(),
        operations.activeOthers(Optional.ofNullable(question.operationId())));
  }

  /** What the operations that are active elsewhere mean for a site. */
  static GuardResult decide(String site, boolean disruptive, List<Operation> active) {
    var here = active.stream().filter(operation -> operation.target().site().equals(site)).toList();
    var facts = here.stream().map(OtherDisruption::fact).toArray(Fact[]::new);
    if (here.stream().anyMatch(OtherDisruption::disturbs)) {
      var words = "Another operation is disturbing the site " + site + " now.";
      return disruptive
          ? GuardResult.block(NAME, words, facts)
          : GuardResult.warn(NAME, words, facts);
    }
    return here.isEmpty()
        ? GuardResult.pass(NAME, "No other operation is active on the site " + site + ".")
        : GuardResult.warn(
            NAME, "Another operation is going to disturb the site " + site + ".", facts);
  }

  private static boolean disturbs(Operation operation) {
    return operation.state() == OperationState.RUNNING
        || operation.state() == OperationState.PAUSED
        || operation.state() == OperationState.CANCELLING;
  }

  private static Fact fact(Operation operation) {
    return Fact.of(
        "operation " + operation.id(),
        operation.kind() + " of " + operation.target().name() + ", " + operation.state());
  }
}
