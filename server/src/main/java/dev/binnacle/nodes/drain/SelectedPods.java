package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.labels.LabelSelectorParser;
import dev.binnacle.nodes.labels.LabelSyntaxException;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.util.List;

/** Which pods a drain is about. */
final class SelectedPods {

  private SelectedPods() {}

  /**
   * The pods that the wish selects; all when it does not say.
   *
   * @throws dev.binnacle.problems.ProblemException when the selector means nothing
   */
  static LabelSelector of(DrainWish wish) {
    try {
      return wish.podSelector().isEmpty()
          ? LabelSelector.ALL
          : LabelSelectorParser.parse(wish.podSelector().get());
    } catch (LabelSyntaxException foreign) {
      throw Problem.of(ProblemCode.INVALID_OPTIONS, "podSelector is not a label selector.")
          .withErrors(List.of(Problem.Violation.at("/podSelector", foreign.getMessage())))
          .withRemedy("Write it as kubectl takes it, such as app=web,tier!=cache.")
          .asException();
    }
  }
}
