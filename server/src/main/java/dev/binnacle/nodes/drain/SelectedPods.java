package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.labels.LabelSelectorParser;
import dev.binnacle.nodes.labels.LabelSyntaxException;
import dev.binnacle.platform.kubernetes.LabelSelector;

/** Which pods a drain is about. */
final class SelectedPods {

  private SelectedPods() {}

  /**
   * The pods that the wish selects; all when it does not say. The text was checked on its way in.
   */
  static LabelSelector of(DrainWish wish) {
    try {
      return LabelSelectorParser.parse(wish.podSelector().orElse(""));
    } catch (LabelSyntaxException unchecked) {
      throw new IllegalStateException("a wish with a selector that means nothing", unchecked);
    }
  }
}
