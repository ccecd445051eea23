package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides which slots go where so that every master has what its weight says. Pure. */
final class RebalancePlan {

  private static final double PERCENT = 100;

  private RebalancePlan() {}

  /**
   * A master and what it is to have in proportion to the others.
   *
   * @param weight zero empties it
   */
  record Weighted(SlotShare share, double weight) {}

  /**
   * The moves, as few slots as possible; none when every master is near enough.
   *
   * @param threshold by how many percent a master may miss its part before anything is moved
   */
  static List<SlotMove> of(List<Weighted> masters, double threshold) {
    int total = masters.stream().mapToInt(master -> master.share().slots().count()).sum();
    var parts = Apportionment.of(total, masters.stream().map(Weighted::weight).toList());
    var givers = new ArrayList<Balance>();
    var takers = new ArrayList<Balance>();
    boolean off = false;
    for (int i = 0; i < parts.size(); i++) {
      var share = masters.get(i).share();
      int surplus = share.slots().count() - parts.get(i);
      off |= Math.abs(surplus) * PERCENT > threshold * parts.get(i);
      if (surplus > 0) {
        givers.add(new Balance(share.master(), share.slots().lowest(surplus)));
      } else if (surplus < 0) {
        takers.add(new Balance(share.master(), -surplus));
      }
    }
    return off ? pairs(givers, takers) : List.of();
  }

  private static List<SlotMove> pairs(List<Balance> givers, List<Balance> takers) {
    givers.sort(Comparator.comparingInt((Balance balance) -> -balance.count));
    takers.sort(Comparator.comparingInt((Balance balance) -> -balance.count));
    var moves = new ArrayList<SlotMove>();
    int giver = 0;
    int taker = 0;
    while (giver < givers.size() && taker < takers.size()) {
      var from = givers.get(giver);
      var to = takers.get(taker);
      var slots = from.slots.lowest(Math.min(from.count, to.count));
      moves.add(new SlotMove(from.master, to.master, slots));
      from.slots = from.slots.without(slots);
      from.count -= slots.count();
      to.count -= slots.count();
      giver += from.count == 0 ? 1 : 0;
      taker += to.count == 0 ? 1 : 0;
    }
    return List.copyOf(moves);
  }

  /** What a master has to give or to take, while it is being divided. */
  private static final class Balance {

    private final String master;
    private Slots slots;
    private int count;

    Balance(String master, Slots surplus) {
      this.master = master;
      this.slots = surplus;
      this.count = surplus.count();
    }

    Balance(String master, int missing) {
      this.master = master;
      this.slots = Slots.NONE;
      this.count = missing;
    }
  }
}
