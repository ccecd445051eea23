package dev.binnacle.databases.redis;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.GuardResult;
import dev.binnacle.platform.redis.NodeReport;
import java.util.List;
import java.util.Optional;

/** What a failover would do to a cluster, decided on one picture of it. Pure. */
final class FailoverGuards {

  static final String REPLICA_IN_STEP = "REPLICA_IN_STEP";
  static final String MASTERS_CAN_ELECT = "MASTERS_CAN_ELECT";
  static final String NO_OPEN_SLOTS = "NO_OPEN_SLOTS";

  private FailoverGuards() {}

  static List<GuardResult> evaluate(RedisPicture picture, RedisMember replica, RedisMember master) {
    return List.of(inStep(replica, master), canElect(picture), noOpenSlots(picture, master));
  }

  /** A living master hands over only to a replica that hears it. */
  static GuardResult inStep(RedisMember replica, RedisMember master) {
    if (!replica.answers()) {
      return GuardResult.forbid(
          REPLICA_IN_STEP,
          "The replica " + replica.name() + " does not answer.",
          Fact.of("said", replica.silence().orElse("")));
    }
    if (!master.answers()) {
      return GuardResult.warn(
          REPLICA_IN_STEP,
          "The master "
              + master.name()
              + " does not answer: what the replica has not received is lost.",
          Fact.of("said", master.silence().orElse("")));
    }
    if (!replica.report().orElseThrow().facts().replication().linkUp()) {
      return GuardResult.block(
          REPLICA_IN_STEP,
          "The replica %s does not hear its master, so it could not catch up."
              .formatted(replica.name()));
    }
    return GuardResult.pass(
        REPLICA_IN_STEP,
        "The replica hears its master.",
        Fact.of("lagBytes", lagBytes(replica, master).orElse(0L)));
  }

  /** How far a replica is behind; empty when one of the two keeps silent. */
  static Optional<Long> lagBytes(RedisMember replica, RedisMember master) {
    return replica
        .report()
        .flatMap(
            behind -> master.report().map(ahead -> Math.max(0, offset(ahead) - offset(behind))));
  }

  private static long offset(NodeReport report) {
    return report.facts().replication().offset();
  }

  /** The masters with slots elect, by majority: redis.io/docs, cluster specification. */
  static GuardResult canElect(RedisPicture picture) {
    var masters = picture.servingMasters();
    long living = masters.stream().filter(RedisMember::answers).count();
    var facts = new Fact[] {Fact.of("masters", masters.size()), Fact.of("answering", living)};
    return living > masters.size() / 2
        ? GuardResult.pass(MASTERS_CAN_ELECT, "A majority of the masters answers.", facts)
        : GuardResult.forbid(
            MASTERS_CAN_ELECT, "No majority of the masters answers: nobody can be elected.", facts);
  }

  /** A replica does not know of a move that its master is in the middle of. */
  static GuardResult noOpenSlots(RedisPicture picture, RedisMember master) {
    var open =
        picture.openSlots().stream()
            .filter(slot ->
                slot.migrating().containsKey(master.id())
                    || slot.importing().containsKey(master.id()))
            .toList();
    return open.isEmpty()
        ? GuardResult.pass(NO_OPEN_SLOTS, "No slot of the master is in the middle of a move.")
        : GuardResult.block(
            NO_OPEN_SLOTS,
            "The replica would not know that slots of its master are in the middle of a move.",
            Fact.of("slots", open.size()),
            Fact.of("first", open.getFirst().slot()));
  }
}
