package dev.binnacle.databases.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which slots go where when a number of them goes to one master: each source gives in
 * proportion to what it has, from its lowest slot upward, as {@code redis-cli --cluster reshard}
 * does, and together exactly that number. Pure.
 */
final class ReshardPlan {

  private ReshardPlan() {}

  /**
   * The moves; sources that give nothing are left out.
   *
   * @param count at most as many as the sources have
   */
  static List<SlotMove> of(List<SlotShare> sources, String target, int count) {
    var largestFirst =
        sources.stream()
            .filter(share -> !share.slots().none())
            .sorted(
                Comparator.comparingInt((SlotShare share) -> -share.slots().count())
                    .thenComparing(SlotShare::master))
            .toList();
    var parts =
        Apportionment.of(
            count, largestFirst.stream().map(share -> (double) share.slots().count()).toList());
    var moves = new ArrayList<SlotMove>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) > 0) {
        var share = largestFirst.get(i);
        moves.add(new SlotMove(share.master(), target, share.slots().lowest(parts.get(i))));
      }
    }
    return List.copyOf(moves);
  }
}
