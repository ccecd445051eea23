package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.NodeReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What speaks against a server that is to join a cluster. Pure. */
final class AddNodeGuards {

  static final String NODE_IS_NEW = "NODE_IS_NEW";
  static final String VERSION_FITS = "VERSION_FITS";
  static final String MASTER_ANSWERS = "MASTER_ANSWERS";
  static final String REPLICA_HAS_ROOM = "REPLICA_HAS_ROOM";

  private AddNodeGuards() {}

  /**
   * All of them.
   *
   * @param functions whether the node has functions of its own
   * @param master whom it is to copy, if anybody
   */
  static List<GuardResult> evaluate(
      RedisPicture picture, NodeReport node, boolean functions, Optional<RedisMember> master) {
    var guards = new ArrayList<GuardResult>();
    guards.add(isNew(picture, node, functions));
    guards.add(MoveGuards.nodesAgree(picture));
    guards.add(versionFits(picture, node));
    master.ifPresent(known -> {
      guards.add(masterAnswers(known));
      guards.add(hasRoom(known, node));
    });
    return List.copyOf(guards);
  }

  /**
   * Two clusters that meet become one, and a slot that both serve loses the keys of one of them.
   */
  static GuardResult isNew(RedisPicture picture, NodeReport node, boolean functions) {
    var own = node.view().own();
    if (picture.membersById().containsKey(own.id())) {
      return GuardResult.pass(NODE_IS_NEW, "The node has joined already, and serves no slots.");
    }
    var others =
        node.view().nodes().stream()
            .filter(NodeEntry::joined)
            .filter(other -> !other.id().equals(own.id()))
            .count();
    var facts =
        new Fact[] {
          Fact.of("nodesThatItKnows", others),
          Fact.of("slots", own.slots().count()),
          Fact.of("keys", node.facts().keys()),
          Fact.of("functions", functions)
        };
    return others == 0 && own.slots().none() && node.facts().keys() == 0 && !functions
        ? GuardResult.pass(NODE_IS_NEW, "The node is empty and alone.", facts)
        : GuardResult.forbid(
            NODE_IS_NEW,
            "The node is not empty, or belongs to another cluster: reset it first.",
            facts);
  }

  /** An older node cannot read what a newer one writes, be it a copy or a key that moves. */
  static GuardResult versionFits(RedisPicture picture, NodeReport node) {
    var newest =
        picture.members().stream()
            .flatMap(member -> member.report().stream())
            .map(report -> report.facts().version())
            .max(Comparator.comparing(AddNodeGuards::series, Arrays::compare))
            .orElse("");
    var own = node.facts().version();
    var facts = new Fact[] {Fact.of("version", own), Fact.of("newestOfTheCluster", newest)};
    return Arrays.compare(series(own), series(newest)) >= 0
        ? GuardResult.pass(VERSION_FITS, "The node is no older than the others.", facts)
        : GuardResult.block(
            VERSION_FITS, "The node is older than others, whose data it may not read.", facts);
  }

  /** The first two numbers, which the format of the data goes by. */
  private static int[] series(String version) {
    return Arrays.stream(version.split("\\."))
        .limit(2)
        .filter(part -> part.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  static GuardResult masterAnswers(RedisMember master) {
    return master.answers()
        ? GuardResult.pass(MASTER_ANSWERS, "The master " + master.name() + " answers.")
        : GuardResult.forbid(
            MASTER_ANSWERS,
            "The master " + master.name() + " does not answer: nobody can copy it.",
            Fact.of("said", master.silence().orElse("")));
  }

  static GuardResult hasRoom(RedisMember master, NodeReport node) {
    long used = master.report().map(report -> report.facts().memory().usedBytes()).orElse(0L);
    var limit = node.facts().memory().limitBytes();
    return limit.filter(most -> most < used).isEmpty()
        ? GuardResult.pass(
            REPLICA_HAS_ROOM, "The node has room for the data.", Fact.of("usedByMaster", used))
        : GuardResult.block(
            REPLICA_HAS_ROOM,
            "The node's maxmemory is less than what its master uses.",
            Fact.of("usedByMaster", used),
            Fact.of("limitBytes", limit.get()));
  }
}
