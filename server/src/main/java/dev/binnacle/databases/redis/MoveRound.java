package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.Slots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is left of the moves in the real state of the cluster, and what can be done about it at
 * once. A slot is moved when its target serves it and nobody has it open any more; who gives it is
 * whoever serves it now, which after a failover is another one than was planned. Pure.
 *
 * @param done how many slots are where they belong, and closed
 * @param batches what can be moved side by side: no two have the same source
 * @param settled by target, slots that it serves already while somebody still has them open
 * @param waiting the names of nodes that something waits for, as they do not answer
 */
record MoveRound(
    int done, List<MoveBatch> batches, Map<String, Slots> settled, Set<String> waiting) {

  /** Whether nothing is left to do. */
  boolean complete() {
    return batches.isEmpty() && settled.isEmpty() && waiting.isEmpty();
  }

  /**
   * The next round.
   *
   * @param most how many slots a batch may have
   */
  static MoveRound of(RedisPicture picture, List<SlotMove> moves, int most) {
    return new Planning(picture).plan(moves, most);
  }

  /** One planning, with what is asked of the picture again and again. */
  private static final class Planning {

    private final Map<String, RedisMember> members;
    private final Map<Integer, String> owners;
    private final BitSet open = new BitSet(Slots.ALL);
    private final Map<String, Slots> settled = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, String>> bySource = new LinkedHashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private int done;

    Planning(RedisPicture picture) {
      this.members = picture.membersById();
      this.owners = picture.owners();
      picture.openSlots().forEach(slot -> open.set(slot.slot()));
    }

    MoveRound plan(List<SlotMove> moves, int most) {
      moves.forEach(move ->
          move.slots().numbers().forEach(slot -> place(slot, move.target(), move.source())));
      return new MoveRound(done, batches(most), Map.copyOf(settled), Set.copyOf(waiting));
    }

    private void place(int slot, String target, String planned) {
      var owner = owners.getOrDefault(slot, planned);
      if (owner.equals(target)) {
        if (open.get(slot)) {
          settled.merge(target, Slots.of(IntStream.of(slot)), Slots::with);
        } else {
          done++;
        }
      } else if (isSilent(owner) || isSilent(target)) {
        waiting.add(name(isSilent(owner) ? owner : target));
      } else {
        bySource.computeIfAbsent(owner, id -> new TreeMap<>()).put(slot, target);
      }
    }

    private boolean isSilent(String id) {
      return !members.containsKey(id) || !members.get(id).answers();
    }

    private String name(String id) {
      return members.containsKey(id) ? members.get(id).name() : id;
    }

    /** A source gives to one target at a time; open slots come first, as clients feel them. */
    private List<MoveBatch> batches(int most) {
      var batches = new ArrayList<MoveBatch>();
      bySource.forEach((source, slots) -> {
        int first = slots.keySet().stream().filter(open::get).findFirst().orElse(slots.firstKey());
        var target = slots.get(first);
        var own =
            slots.entrySet().stream()
                .filter(slot -> slot.getValue().equals(target))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing((Integer slot) -> !open.get(slot)))
                .limit(most)
                .mapToInt(Integer::intValue);
        batches.add(
            new MoveBatch(
                members.get(source), members.get(target), Slots.of(own), others(source, target)));
      });
      return List.copyOf(batches);
    }

    private List<RedisMember> others(String source, String target) {
      return members.values().stream()
          .filter(member -> member.entry().leads() && member.answers())
          .filter(member -> !member.id().equals(source) && !member.id().equals(target))
          .collect(Collectors.toList());
    }
  }
}
