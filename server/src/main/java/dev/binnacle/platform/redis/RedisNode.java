package dev.binnacle.platform.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.ComponentEdge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Speaks with one node of a Redis Cluster, with a connection for each question. Every method waits
 * for the answer, and throws a {@link dev.binnacle.problems.ProblemException} that names the node
 * and what it said. The commands are those of redis.io/docs/latest/commands. Thread-safe.
 */
public final class RedisNode {

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

  private final RedisLogin login;
  private final ComponentEdge edge;
  private final boolean absenceExpected;

  RedisNode(RedisLogin login, ComponentEdge edge, boolean absenceExpected) {
    this.login = login;
    this.edge = edge;
    this.absenceExpected = absenceExpected;
  }

  /** The same node for as long as it is expected to be away now and then. */
  public RedisNode expectingAbsence() {
    return new RedisNode(login, edge, true);
  }

  /** Where it listens. */
  public Address address() {
    return login.address();
  }

  /** How the cluster looks from here, and how the node is. */
  public NodeReport report() {
    return read(session -> {
      var answers =
          session.askAll(
              List.of(
                  RedisSession.command("CLUSTER NODES"),
                  RedisSession.command("CLUSTER INFO"),
                  RedisSession.command("INFO")));
      return new NodeReport(
          RedisShapes.view(text(answers.get(0)), text(answers.get(1))),
          RedisShapes.facts(text(answers.get(2))));
    });
  }

  private static String text(Object answer) {
    return RedisShapes.text(RedisSession.require(answer));
  }

  /** The newest entries of its slow log, newest first. */
  public List<SlowCommand> slowLog(int most) {
    return read(session -> RedisShapes.slowLog(session.ask("SLOWLOG GET " + most)));
  }

  /** Asks a replica to take its master's place, with the master's consent. */
  public void failOver() {
    effect(USUAL_PATIENCE, session -> session.ask("CLUSTER FAILOVER"));
  }

  /** Asks a replica to take the place of a master that cannot be asked for its consent. */
  public void failOverWithoutMaster() {
    effect(USUAL_PATIENCE, session -> session.ask("CLUSTER FAILOVER FORCE"));
  }

  /** Begins a snapshot in the background, after a rewrite of the append-only file if one runs. */
  public void beginSnapshot() {
    effect(USUAL_PATIENCE, session -> session.ask("BGSAVE SCHEDULE"));
  }

  /** Begins a rewrite of the append-only file, after a snapshot if one runs. */
  public void beginRewrite() {
    effect(USUAL_PATIENCE, session -> session.ask("BGREWRITEAOF"));
  }

  /**
   * Makes the node and the cluster of another one know each other. They have done so only some
   * moments later.
   *
   * @param member where a node of the cluster listens for clients
   * @param busPort where that one listens for other nodes
   */
  public void meet(Address member, int busPort) {
    effect(
        USUAL_PATIENCE,
        session ->
            session.ask("CLUSTER MEET %s %d %d".formatted(member.host(), member.port(), busPort)));
  }

  /** Makes the node a replica of that master, whose data it then copies. */
  public void replicate(String master) {
    effect(USUAL_PATIENCE, session -> session.ask("CLUSTER REPLICATE " + master));
  }

  /** Makes the node forget another one, and hear of it from nobody for a minute. */
  public void forget(String other) {
    effect(USUAL_PATIENCE, session -> session.ask("CLUSTER FORGET " + other));
  }

  /** Makes the node forget everybody else. A replica loses its data, a master must have none. */
  public void reset() {
    effect(USUAL_PATIENCE, session -> session.ask("CLUSTER RESET SOFT"));
  }

  /** The functions that the node has; empty before Redis 7, which has no functions. */
  public Optional<Functions> functions() {
    return read(session -> {
      var answer = session.askAll(List.of(RedisSession.command("FUNCTION DUMP"))).getFirst();
      return answer instanceof JedisDataException refusal
              && refusal.getMessage().contains("unknown command")
          ? Optional.empty()
          : Optional.of(new Functions((byte[]) RedisSession.require(answer)));
    });
  }

  /** Gives the node functions, in place of those of the same libraries. */
  public void restore(Functions functions) {
    effect(
        USUAL_PATIENCE,
        session ->
            RedisSession.require(
                session
                    .askAll(
                        List.of(
                            List.of(
                                bytes("FUNCTION"),
                                bytes("RESTORE"),
                                functions.dump(),
                                bytes("REPLACE"))))
                    .getFirst()));
  }

  /** Makes the node take over slots from another one, which begins with keys that move in. */
  public void openImport(Slots slots, String source) {
    setSlots(slots, slot -> "CLUSTER SETSLOT " + slot + " IMPORTING " + source);
  }

  /** Makes the node give slots away: keys that it has no more are asked for at the target. */
  public void openMigration(Slots slots, String target) {
    setSlots(slots, slot -> "CLUSTER SETSLOT " + slot + " MIGRATING " + target);
  }

  /** Makes the node know whose the slots are, which ends its own import or migration. */
  public void assign(Slots slots, String owner) {
    setSlots(slots, slot -> "CLUSTER SETSLOT " + slot + " NODE " + owner);
  }

  /** Ends an import or a migration without a change of owner. */
  public void close(Slots slots) {
    setSlots(slots, slot -> "CLUSTER SETSLOT " + slot + " STABLE");
  }

  private void setSlots(Slots slots, IntFunction<String> words) {
    if (slots.none()) {
      return;
    }
    effect(
        USUAL_PATIENCE,
        session -> {
          each(session, slots, words).values().forEach(RedisSession::require);
          return slots;
        });
  }

  /** How many keys each of the slots holds here. */
  public Map<Integer, Long> countKeys(Slots slots) {
    return read(session -> {
      var counts = new LinkedHashMap<Integer, Long>();
      each(session, slots, slot -> "CLUSTER COUNTKEYSINSLOT " + slot)
          .forEach((slot, answer) -> counts.put(slot, (Long) RedisSession.require(answer)));
      return counts;
    });
  }

  /**
   * Some keys of each of the slots that hold any.
   *
   * @param most how many of each slot
   */
  public List<SlotKeys> keys(Slots slots, int most) {
    return effect(
        USUAL_PATIENCE,
        session -> {
          var keys = new ArrayList<SlotKeys>();
          each(session, slots, slot -> "CLUSTER GETKEYSINSLOT " + slot + " " + most)
              .forEach((slot, answer) -> {
                var found =
                    ((List<?>) RedisSession.require(answer))
                        .stream().map(byte[].class::cast).toList();
                if (!found.isEmpty()) {
                  keys.add(new SlotKeys(slot, found));
                }
              });
          return keys;
        });
  }

  private static Map<Integer, Object> each(
      RedisSession session, Slots slots, IntFunction<String> words) {
    var numbers = slots.numbers().toArray();
    var answers =
        session.askAll(Arrays.stream(numbers).mapToObj(words).map(RedisSession::command).toList());
    var bySlot = new LinkedHashMap<Integer, Object>();
    for (int i = 0; i < numbers.length; i++) {
      bySlot.put(numbers[i], answers.get(i));
    }
    return bySlot;
  }

  /**
   * Moves keys to another node, which has the same users. The node serves nobody else while it
   * moves the keys of one slot.
   *
   * @param replace whether a key that the target has already is overwritten
   * @param patience how long one {@code MIGRATE} may take, and all of them together
   * @return one answer for each slot's keys, in their order
   */
  public List<MigrateAnswer> migrate(
      Address target, List<SlotKeys> all, boolean replace, Duration patience) {
    return effect(
        patience,
        session -> {
          var commands =
              all.stream().map(keys -> migrateCommand(target, keys, replace, patience)).toList();
          return session.askAll(commands).stream().map(RedisNode::migrateAnswer).toList();
        });
  }

  private List<byte[]> migrateCommand(
      Address target, SlotKeys keys, boolean replace, Duration patience) {
    var words = new ArrayList<byte[]>();
    words.add(bytes("MIGRATE"));
    words.add(bytes(target.host()));
    words.add(bytes(String.valueOf(target.port())));
    words.add(bytes(""));
    words.add(bytes("0"));
    words.add(bytes(String.valueOf(patience.toMillis())));
    if (replace) {
      words.add(bytes("REPLACE"));
    }
    login
        .credentials()
        .ifPresent(credentials -> {
          words.add(bytes("AUTH2"));
          words.add(bytes(credentials.username()));
          words.add(bytes(credentials.password().read()));
        });
    words.add(bytes("KEYS"));
    words.addAll(keys.keys());
    return words;
  }

  private static MigrateAnswer migrateAnswer(Object answer) {
    return answer instanceof JedisDataException error
        ? MigrateAnswer.error(error.getMessage())
        : new MigrateAnswer.Moved();
  }

  /**
   * The value of a key as {@code DUMP} writes it, also of a key in a slot that moves in; empty when
   * there is none.
   */
  public Optional<byte[]> dump(byte[] key) {
    return read(session -> {
      var answers =
          session.askAll(List.of(RedisSession.command("ASKING"), List.of(bytes("DUMP"), key)));
      return Optional.ofNullable((byte[]) RedisSession.require(answers.get(1)));
    });
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }

  private <T> T read(Function<RedisSession, T> question) {
    Callable<T> call = () -> inSession(USUAL_PATIENCE, question);
    return absenceExpected ? edge.expectingAbsence(call) : edge.read(call);
  }

  private <T> T effect(Duration patience, Function<RedisSession, T> command) {
    return edge.effect(patience, () -> inSession(patience, command));
  }

  private <T> T inSession(Duration patience, Function<RedisSession, T> question) throws Exception {
    try (var session = RedisSession.open(login, patience)) {
      return question.apply(session);
    } catch (JedisException failure) {
      throw RedisFailure.translate(failure);
    }
  }
}
