package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.Slots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Slots that a master is taking over and knows no owner of, since that one has become a replica
 * meanwhile: Redis leaves a slot alone that is being imported, whoever claims it. The master then
 * takes the cluster for down and accepts no key until somebody tells it the owner. Source: {@code
 * clusterUpdateSlotsConfigWith} in cluster.c of Redis 7.0. Pure.
 *
 * @param member the master
 * @param slots whose the slots really are, by the id of the owner
 */
record LostOwners(RedisMember member, Map<String, Slots> slots) {

  LostOwners {
    slots = Map.copyOf(slots);
  }

  /** Of every master that answers and has lost sight of owners. */
  static List<LostOwners> in(RedisPicture picture) {
    var owners = picture.owners();
    var lost = new ArrayList<LostOwners>();
    for (var member : picture.members()) {
      if (member.entry().leads()) {
        member
            .report()
            .map(report -> new LostOwners(member, of(report.view(), owners)))
            .filter(found -> !found.slots().isEmpty())
            .ifPresent(lost::add);
      }
    }
    return List.copyOf(lost);
  }

  private static Map<String, Slots> of(ClusterView view, Map<Integer, String> owners) {
    var known = new BitSet(Slots.ALL);
    view.nodes().forEach(node -> known.or(node.slots().bits()));
    var lost = new HashMap<String, Slots>();
    view.own().importing().keySet().stream()
        .filter(slot -> !known.get(slot) && owners.containsKey(slot))
        .forEach(slot -> lost.merge(owners.get(slot), Slots.of(IntStream.of(slot)), Slots::with));
    return lost;
  }
}
