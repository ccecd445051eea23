package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.Slots;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The slots that not all nodes ascribe to the same one, and who ascribes them to whom. Pure.
 *
 * @param camps nodes of the same opinion, the largest camp first; empty when all agree
 */
record SplitView(Slots disputed, List<Camp> camps) {

  private static final String NOBODY = "nobody";

  SplitView {
    camps = List.copyOf(camps);
  }

  /**
   * Nodes of the same opinion.
   *
   * @param nodes what people call them
   * @param owners the disputed slots by who serves them in the opinion of these nodes
   */
  record Camp(List<String> nodes, Map<String, Slots> owners) {

    /** The opinion, such as {@code 0-99 of 10.0.0.1:6379; 100 of nobody}. */
    String words() {
      return owners.entrySet().stream()
          .map(owner -> owner.getValue() + " of " + owner.getKey())
          .collect(Collectors.joining("; "));
    }
  }

  /** What the nodes that answered disagree about. */
  static SplitView in(RedisPicture picture) {
    var opinions = new LinkedHashMap<String, Map<String, BitSet>>();
    picture.views().forEach((node, view) -> opinions.put(picture.nameOf(node), slots(view)));
    var disputed = disputed(opinions.values().stream().toList());
    if (disputed.none()) {
      return new SplitView(disputed, List.of());
    }
    var camps =
        opinions.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    opinion -> owners(picture, opinion.getValue(), disputed),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return new SplitView(
        disputed,
        camps.entrySet().stream()
            .map(camp -> new Camp(camp.getValue().stream().sorted().toList(), camp.getKey()))
            .sorted(
                Comparator.comparing((Camp camp) -> -camp.nodes().size())
                    .thenComparing(camp -> camp.nodes().getFirst()))
            .toList());
  }

  private static Map<String, BitSet> slots(ClusterView view) {
    var owners = new LinkedHashMap<String, BitSet>();
    view.nodes().stream()
        .filter(node -> !node.slots().none())
        .forEach(node -> owners.put(node.id(), node.slots().bits()));
    return owners;
  }

  private static Slots disputed(List<Map<String, BitSet>> opinions) {
    var disputed = new BitSet(Slots.ALL);
    for (var opinion : opinions) {
      var first = opinions.getFirst();
      difference(first, opinion, disputed);
      difference(opinion, first, disputed);
    }
    return Slots.of(disputed);
  }

  private static void difference(
      Map<String, BitSet> one, Map<String, BitSet> other, BitSet disputed) {
    one.forEach((owner, slots) -> {
      var only = (BitSet) slots.clone();
      only.andNot(other.getOrDefault(owner, new BitSet()));
      disputed.or(only);
    });
  }

  private static Map<String, Slots> owners(
      RedisPicture picture, Map<String, BitSet> opinion, Slots disputed) {
    var owners = new TreeMap<String, Slots>();
    var left = disputed;
    for (var owner : opinion.entrySet()) {
      var slots = disputed.within(Slots.of(owner.getValue()));
      if (!slots.none()) {
        owners.put(picture.nameOf(owner.getKey()), slots);
        left = left.without(slots);
      }
    }
    if (!left.none()) {
      owners.put(NOBODY, left);
    }
    return owners;
  }
}
