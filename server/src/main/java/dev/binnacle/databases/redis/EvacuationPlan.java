package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Decides where all slots of a master go that is to have none: each to whoever has fewest by then,
 * so that the others end as even as they can. Pure.
 */
final class EvacuationPlan {

  private EvacuationPlan() {}

  /**
   * The moves, one for each taker that gets anything.
   *
   * @param takers at least one
   */
  static List<SlotMove> of(SlotShare leaving, List<SlotShare> takers) {
    var counts = new HashMap<String, Integer>();
    takers.forEach(taker -> counts.put(taker.master(), taker.slots().count()));
    var fewestFirst =
        new PriorityQueue<String>(
            Comparator.<String>comparingInt(counts::get).thenComparing(Comparator.naturalOrder()));
    fewestFirst.addAll(counts.keySet());
    for (int slot = 0; slot < leaving.slots().count(); slot++) {
      var taker = fewestFirst.remove();
      counts.merge(taker, 1, Integer::sum);
      fewestFirst.add(taker);
    }
    var moves = new ArrayList<SlotMove>();
    var left = leaving.slots();
    for (var taker : takers) {
      Slots part = left.lowest(counts.get(taker.master()) - taker.slots().count());
      if (!part.none()) {
        moves.add(new SlotMove(leaving.master(), taker.master(), part));
        left = left.without(part);
      }
    }
    return List.copyOf(moves);
  }
}
