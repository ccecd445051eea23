package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.NodeEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the nodes of a cluster from others that merely listen where one of them was expected, such
 * as a node that was removed and is still described. Pure.
 */
final class Acquaintance {

  private Acquaintance() {}

  /**
   * The ids of the nodes that know one another, be it at second hand: of several such circles the
   * one that serves most slots, then the largest.
   */
  static Set<String> cluster(List<ClusterView> views) {
    var byId = new HashMap<String, ClusterView>();
    views.forEach(view -> byId.put(view.myself(), view));
    var left = new HashSet<>(byId.keySet());
    var circles = new ArrayList<Set<String>>();
    while (!left.isEmpty()) {
      var circle = around(left.iterator().next(), byId);
      left.removeAll(circle);
      circles.add(circle);
    }
    return circles.stream()
        .max(
            Comparator.comparingInt((Set<String> circle) -> slots(circle, byId))
                .thenComparing(Set::size))
        .orElse(Set.of());
  }

  private static Set<String> around(String first, Map<String, ClusterView> views) {
    var circle = new HashSet<>(Set.of(first));
    var toAsk = new ArrayDeque<>(circle);
    while (!toAsk.isEmpty()) {
      var view = views.get(toAsk.remove());
      views.values().stream()
          .filter(other -> knows(view, other) && knows(other, view))
          .map(ClusterView::myself)
          .filter(circle::add)
          .forEach(toAsk::add);
    }
    return circle;
  }

  private static boolean knows(ClusterView one, ClusterView other) {
    return one.node(other.myself()).filter(NodeEntry::joined).isPresent();
  }

  private static int slots(Set<String> circle, Map<String, ClusterView> views) {
    return circle.stream().mapToInt(id -> views.get(id).own().slots().count()).sum();
  }
}
