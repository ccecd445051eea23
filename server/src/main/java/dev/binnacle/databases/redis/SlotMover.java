package dev.binnacle.databases.redis;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.redis.MigrateAnswer;
import dev.binnacle.platform.redis.RedisNode;
import dev.binnacle.platform.redis.SlotKeys;
import dev.binnacle.platform.redis.Slots;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves slots with their keys, in the order in which no client can lose its way, whenever the mover
 * dies: the target opens the import, the source opens the migration, the keys move, the target is
 * made the owner first, then the source, then the other masters. What is sent to one node is sent
 * at once for all slots of a batch, which then are one write of its configuration file instead of
 * one for each slot. Every single command may be repeated.
 *
 * <p>The order is that of the cluster specification of redis.io and of {@code redis-cli}; why the
 * target comes first: redis/redis#7116.
 */
final class SlotMover {

  private static final int KEYS_AT_ONCE = 100;

  /** As long as redis-cli lets it take: the source serves nobody meanwhile. */
  private static final Duration LONGEST_MIGRATE = Duration.ofMinutes(1);

  /** A mover that slept longer than this may have been overtaken: it stops and is looked after. */
  private static final Duration LONGEST_BATCH = Duration.ofSeconds(20);

  private final RedisDatabases databases;
  private final MoveIntent intent;

  SlotMover(RedisDatabases databases, MoveIntent intent) {
    this.databases = databases;
    this.intent = intent;
  }

  /**
   * What came of a batch.
   *
   * @param complete false when keys are left, and the slots open
   */
  record Moved(long keys, boolean complete) {}

  /**
   * Moves a batch, or as much of it as time allows.
   *
   * @throws ProblemException when a node keeps silent or refuses; the batch can be begun again
   */
  Moved move(MoveBatch batch) {
    long end = System.nanoTime() + LONGEST_BATCH.toNanos();
    var source = node(batch.source());
    var target = node(batch.target());
    target.openImport(batch.slots(), batch.source().id());
    source.openMigration(batch.slots(), batch.target().id());
    long moved = 0;
    while (true) {
      var keys = source.keys(batch.slots(), atOnce());
      if (keys.isEmpty()) {
        break;
      }
      for (var group : groups(keys)) {
        moved += migrate(source, target, group);
        if (System.nanoTime() > end) {
          return new Moved(moved, false);
        }
        rest(group);
      }
    }
    if (System.nanoTime() > end) {
      return new Moved(moved, false);
    }
    settle(batch.slots(), batch.target(), batch.informed());
    return new Moved(moved, true);
  }

  /**
   * Brings keys that have arrived at another node back to the owner, and ends its import, without
   * which a node lets no key of a slot go that it does not serve.
   *
   * @throws ProblemException when a node keeps silent or refuses; it can be begun again
   */
  void giveBack(Slots slots, RedisMember holder, RedisMember owner) {
    var source = node(holder);
    var target = node(owner);
    source.openImport(slots, owner.id());
    for (var keys = source.keys(slots, KEYS_AT_ONCE);
        !keys.isEmpty();
        keys = source.keys(slots, KEYS_AT_ONCE)) {
      migrate(source, target, keys);
    }
    source.close(slots);
  }

  /**
   * Tells masters the owners that they have lost sight of; the slots stay open.
   *
   * @throws ProblemException when a node keeps silent or refuses
   */
  void remind(RedisPicture picture) {
    for (var lost : LostOwners.in(picture)) {
      lost.slots().forEach((owner, slots) -> node(lost.member()).assign(slots, owner));
    }
  }

  /**
   * Makes everybody know the new owner of slots that hold no keys elsewhere.
   *
   * @param others the other masters, who learn it after the owner itself and in this order
   */
  void settle(Slots slots, RedisMember target, List<RedisMember> others) {
    node(target).assign(slots, target.id());
    others.forEach(other -> tell(other, slots, target));
  }

  /**
   * A node that keeps silent learns it from the others. One that refuses has become a replica with
   * its last slot (redis/redis#9223), and knows it already.
   */
  private void tell(RedisMember member, Slots slots, RedisMember target) {
    Tolerance.SILENCE_OR_REFUSAL.ask(() -> {
      node(member).assign(slots, target.id());
      return true;
    });
  }

  private RedisNode node(RedisMember member) {
    return databases.node(intent.database(), member.entry().address().orElseThrow());
  }

  private int atOnce() {
    return intent
        .keysPerSecond()
        .map(rate -> Math.clamp(rate / 4, 1, KEYS_AT_ONCE))
        .orElse(KEYS_AT_ONCE);
  }

  /** All at once, or when the rate is limited as many as a quarter of a second has. */
  private List<List<SlotKeys>> groups(List<SlotKeys> keys) {
    if (intent.keysPerSecond().isEmpty()) {
      return List.of(keys);
    }
    return keys.stream().map(List::of).toList();
  }

  private void rest(List<SlotKeys> group) {
    if (intent.keysPerSecond().isPresent()) {
      long keys = count(group);
      sleep(Duration.ofSeconds(1).multipliedBy(keys).dividedBy(intent.keysPerSecond().get()));
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static long count(List<SlotKeys> keys) {
    return keys.stream().mapToLong(some -> some.keys().size()).sum();
  }

  private long migrate(RedisNode source, RedisNode target, List<SlotKeys> keys) {
    var answers = source.migrate(target.address(), keys, false, LONGEST_MIGRATE);
    long moved = 0;
    for (int i = 0; i < keys.size(); i++) {
      switch (answers.get(i)) {
        case MigrateAnswer.Moved all -> moved += keys.get(i).keys().size();
        case MigrateAnswer.Taken some -> moved += untangle(source, target, keys.get(i));
        case MigrateAnswer.Broken broken -> throw silence(target, broken.said());
        case MigrateAnswer.Refused refused -> throw refusal(target, refused.said());
      }
    }
    return moved;
  }

  /**
   * Keys of which the target has some already, since a move broke off between the copy and the
   * deletion. Equal ones are copied over; of different ones nobody knows which is the newer.
   */
  private long untangle(RedisNode source, RedisNode target, SlotKeys keys) {
    var equal = new ArrayList<byte[]>();
    var free = new ArrayList<byte[]>();
    for (var key : keys.keys()) {
      var here = source.dump(key);
      var there = target.dump(key);
      if (here.isPresent() && there.isEmpty()) {
        free.add(key);
      } else if (here.isPresent()) {
        if (!intent.replaceKeys() && !Arrays.equals(here.get(), there.get())) {
          throw conflict(source, target, keys.slot(), key);
        }
        equal.add(key);
      }
    }
    return again(source, target, new SlotKeys(keys.slot(), free), false)
        + again(source, target, new SlotKeys(keys.slot(), equal), true);
  }

  private static long again(RedisNode source, RedisNode target, SlotKeys keys, boolean replace) {
    if (keys.keys().isEmpty()) {
      return 0;
    }
    var answer =
        source.migrate(target.address(), List.of(keys), replace, LONGEST_MIGRATE).getFirst();
    return switch (answer) {
      case MigrateAnswer.Moved all -> keys.keys().size();
      // Somebody has just written it: the next round looks again.
      case MigrateAnswer.Taken some -> 0;
      case MigrateAnswer.Broken broken -> throw silence(target, broken.said());
      case MigrateAnswer.Refused refused -> throw refusal(target, refused.said());
    };
  }

  private static ProblemException silence(RedisNode target, String said) {
    return Problem.of(
            ProblemCode.COMPONENT_UNAVAILABLE,
            "The nodes lost each other while keys moved to " + target.address() + ": " + said)
        .withRemedy("Look at the hosts and the network between the nodes.")
        .causedBy(Component.Type.REDIS.name(), target.address().toString(), said)
        .asException();
  }

  private static ProblemException refusal(RedisNode target, String said) {
    return Problem.of(
            ProblemCode.COMPONENT_REFUSED,
            "Keys could not be moved to " + target.address() + ": " + said)
        .withRemedy("Look at what was said, mostly a want of memory; a retry goes on from here.")
        .causedBy(Component.Type.REDIS.name(), target.address().toString(), said)
        .asException();
  }

  private static ProblemException conflict(
      RedisNode source, RedisNode target, int slot, byte[] key) {
    return Problem.of(
            ProblemCode.PLATFORM_CHANGED,
            "The key \"%s\" of slot %d has different values on %s and %s."
                .formatted(
                    new String(key, StandardCharsets.UTF_8),
                    slot,
                    source.address(),
                    target.address()))
        .withRemedy(
            "Compare the two and delete the wrong one, then retry; or start once more with"
                + " replaceKeys to take the value of the source.")
        .asException();
  }
}
