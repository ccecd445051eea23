package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.redis.NodeFacts.Memory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has to be true of a cluster before slots are moved, decided on one picture. Pure. */
final class MoveGuards {

  static final String MASTERS_ANSWER = "MASTERS_ANSWER";
  static final String NODES_AGREE = "NODES_AGREE";
  static final String SLOTS_COVERED = "SLOTS_COVERED";
  static final String NO_OPEN_SLOTS = "NO_OPEN_SLOTS";
  static final String TARGETS_HAVE_ROOM = "TARGETS_HAVE_ROOM";

  private static final double FULL = 0.95;

  private MoveGuards() {}

  static List<GuardResult> evaluate(RedisPicture picture, List<SlotMove> moves) {
    return List.of(
        mastersAnswer(picture),
        nodesAgree(picture),
        covered(picture),
        noOpenSlots(picture),
        haveRoom(picture, moves));
  }

  /** Every master has to learn of the new owners. */
  static GuardResult mastersAnswer(RedisPicture picture) {
    var silent =
        picture.servingMasters().stream()
            .filter(master -> !master.answers())
            .map(RedisMember::name)
            .toList();
    return silent.isEmpty()
        ? GuardResult.pass(MASTERS_ANSWER, "Every master answers.")
        : GuardResult.forbid(
            MASTERS_ANSWER,
            "Not every master answers.",
            Fact.of("silent", String.join(", ", silent)));
  }

  static GuardResult nodesAgree(RedisPicture picture) {
    return new HashSet<>(picture.distributions().values()).size() <= 1
        ? GuardResult.pass(NODES_AGREE, "The nodes agree who serves which slots.")
        : GuardResult.block(NODES_AGREE, "The nodes do not agree who serves which slots.");
  }

  static GuardResult covered(RedisPicture picture) {
    var uncovered = picture.uncovered();
    return uncovered.none()
        ? GuardResult.pass(SLOTS_COVERED, "Every slot is served.")
        : GuardResult.block(
            SLOTS_COVERED,
            uncovered.count() + " slots are served by nobody.",
            Fact.of("slots", uncovered));
  }

  static GuardResult noOpenSlots(RedisPicture picture) {
    var open = picture.openSlots();
    return open.isEmpty()
        ? GuardResult.pass(NO_OPEN_SLOTS, "No slot is in the middle of a move.")
        : GuardResult.block(
            NO_OPEN_SLOTS,
            open.size()
                + " slots are in the middle of a move: somebody moves them, or has given up.",
            Fact.of(
                "slots",
                open.stream()
                    .limit(20)
                    .map(slot -> String.valueOf(slot.slot()))
                    .collect(Collectors.joining(","))));
  }

  /** A slot takes as much memory along as the average of its source. */
  static GuardResult haveRoom(RedisPicture picture, List<SlotMove> moves) {
    var members = picture.membersById();
    var tight =
        moves.stream()
            .map(SlotMove::target)
            .distinct()
            .flatMap(target -> {
              var memory = memory(members.get(target));
              long coming =
                  moves.stream()
                      .filter(move -> move.target().equals(target))
                      .mapToLong(move -> weight(members.get(move.source()), move))
                      .sum();
              return memory
                  .filter(known ->
                      known.limitBytes().isPresent()
                          && known.usedBytes() + coming > known.limitBytes().get() * FULL)
                  .map(known ->
                      Fact.of(
                          picture.nameOf(target),
                          "%d bytes used and about %d to come, of %d"
                              .formatted(known.usedBytes(), coming, known.limitBytes().get())))
                  .stream();
            })
            .toArray(Fact[]::new);
    return tight.length == 0
        ? GuardResult.pass(TARGETS_HAVE_ROOM, "No target comes near its maxmemory.")
        : GuardResult.block(TARGETS_HAVE_ROOM, "A target has no room for what is to come.", tight);
  }

  private static Optional<Memory> memory(RedisMember member) {
    return Optional.ofNullable(member)
        .flatMap(RedisMember::report)
        .map(report -> report.facts().memory());
  }

  private static long weight(RedisMember source, SlotMove move) {
    return source == null || source.slots().none()
        ? 0
        : memory(source)
            .map(known -> known.usedBytes() * move.slots().count() / source.slots().count())
            .orElse(0L);
  }
}
