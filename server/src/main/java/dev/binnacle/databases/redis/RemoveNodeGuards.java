package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What speaks against a node's leaving a cluster, decided on one picture of it. Pure. */
final class RemoveNodeGuards {

  static final String OTHERS_ANSWER = "OTHERS_ANSWER";
  static final String CAN_BE_EMPTIED = "CAN_BE_EMPTIED";
  static final String MASTER_KEEPS_REPLICA = "MASTER_KEEPS_REPLICA";
  static final String MASTERS_CAN_ELECT = "MASTERS_CAN_ELECT";

  /** With fewer, the death of one leaves no majority of the others: cluster specification. */
  private static final int FEWEST_MASTERS = 3;

  private RemoveNodeGuards() {}

  static List<GuardResult> evaluate(
      RedisPicture picture, RedisMember leaving, List<SlotMove> moves) {
    var guards = new ArrayList<GuardResult>();
    guards.add(othersAnswer(picture, leaving));
    guards.add(canBeEmptied(leaving));
    guards.add(masterKeepsReplica(picture, leaving));
    guards.add(mastersCanElect(picture, leaving));
    guards.add(MoveGuards.nodesAgree(picture));
    guards.add(MoveGuards.noOpenSlots(picture));
    if (leaving.serves()) {
      guards.add(MoveGuards.mastersAnswer(picture));
      guards.add(MoveGuards.covered(picture));
      guards.add(MoveGuards.haveRoom(picture, moves));
    }
    return List.copyOf(guards);
  }

  /** Whoever does not hear of it tells the others of the node again, when a minute is over. */
  static GuardResult othersAnswer(RedisPicture picture, RedisMember leaving) {
    var silent =
        silentOthers(picture, leaving).stream()
            .map(RedisMember::name)
            .collect(Collectors.joining(", "));
    return silent.isEmpty()
        ? GuardResult.pass(OTHERS_ANSWER, "Every other node answers.")
        : GuardResult.block(
            OTHERS_ANSWER,
            "A node that does not answer now would bring the removed one back when it returns.",
            Fact.of("silent", silent));
  }

  static List<RedisMember> silentOthers(RedisPicture picture, RedisMember leaving) {
    return picture.members().stream()
        .filter(member -> !member.answers() && !member.id().equals(leaving.id()))
        .toList();
  }

  static GuardResult canBeEmptied(RedisMember leaving) {
    if (!leaving.serves()) {
      return GuardResult.pass(CAN_BE_EMPTIED, "The node serves no slots.");
    }
    var slots = Fact.of("slots", leaving.slots().count());
    return leaving.answers()
        ? GuardResult.pass(CAN_BE_EMPTIED, "The node answers, and gives its slots away.", slots)
        : GuardResult.forbid(
            CAN_BE_EMPTIED,
            "The node serves slots and does not answer: let a replica take over first.",
            slots,
            Fact.of("said", leaving.silence().orElse("")));
  }

  static GuardResult masterKeepsReplica(RedisPicture picture, RedisMember leaving) {
    var master =
        leaving
            .entry()
            .master()
            .map(id -> picture.membersById().get(id))
            .filter(RedisMember::serves);
    if (master.isEmpty()) {
      return GuardResult.pass(MASTER_KEEPS_REPLICA, "The node is nobody's replica.");
    }
    long others =
        picture.replicasOf(master.get().id()).stream()
            .filter(replica -> !replica.id().equals(leaving.id()))
            .filter(replica ->
                replica
                    .report()
                    .filter(report -> report.facts().replication().linkUp())
                    .isPresent())
            .count();
    var facts =
        new Fact[] {Fact.of("master", master.get().name()), Fact.of("otherReplicasInStep", others)};
    return others > 0
        ? GuardResult.pass(MASTER_KEEPS_REPLICA, "The master has another replica.", facts)
        : GuardResult.block(
            MASTER_KEEPS_REPLICA,
            "It is the last replica of its master: nobody could take over from that one.",
            facts);
  }

  static GuardResult mastersCanElect(RedisPicture picture, RedisMember leaving) {
    if (!leaving.serves()) {
      return GuardResult.pass(MASTERS_CAN_ELECT, "The node has no vote.");
    }
    var left =
        picture.servingMasters().stream()
            .filter(master -> !master.id().equals(leaving.id()))
            .toList();
    long living = left.stream().filter(RedisMember::answers).count();
    var facts = new Fact[] {Fact.of("mastersLeft", left.size()), Fact.of("answering", living)};
    if (living <= left.size() / 2) {
      return GuardResult.forbid(
          MASTERS_CAN_ELECT, "No majority of the masters would be left.", facts);
    }
    return left.size() < FEWEST_MASTERS
        ? GuardResult.block(
            MASTERS_CAN_ELECT,
            "With fewer than three masters, nobody is elected when one of them dies.",
            facts)
        : GuardResult.pass(MASTERS_CAN_ELECT, "A majority of the masters is left.", facts);
  }
}
