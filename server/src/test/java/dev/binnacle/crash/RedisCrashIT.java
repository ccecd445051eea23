package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * What happens to a Redis Cluster survives whatever happens to the server that does it: it ends
 * well on another one, with no write lost or doubled, and with every event told once.
 */
@Tag("crash")
class RedisCrashIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int SAMPLE = 2;

  private static TestRedis redis;

  /** A procedure, and where in it the server is killed. */
  private record Case(RedisJob job, Boundary boundary) {

    static List<Case> all() {
      return Stream.of(RedisJob.values())
          .flatMap(
              job -> Boundary.all(job.steps()).stream().map(boundary -> new Case(job, boundary)))
          .toList();
    }

    String words() {
      return job + " " + boundary.words();
    }
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start(1);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @TestFactory
  Stream<DynamicTest> endsWellAfterTheServerIsKilled() {
    return Boundary.sample(Case.all(), SAMPLE).stream()
        .map(each -> DynamicTest.dynamicTest(each.words(), () -> kill(each)));
  }

  private static void kill(Case each) throws Exception {
    var boundary = each.boundary();
    try (var scenario = new RedisScenario(redis, each.job())) {
      try (var trap = scenario.trap(boundary.step(), boundary.moment())) {
        scenario.begin();
        trap.awaitCaught();
        if (boundary.ending() == Ending.A_SECOND_REPLICA) {
          scenario.startSuccessor();
        }
        if (boundary.moment() == Moment.INSIDE) {
          trap.release();
        }
        scenario.victim().kill9();
      }
      if (boundary.ending() == Ending.A_RESTART) {
        scenario.startSuccessor();
      }
      scenario.endsWell();
    }
  }

  @TestFactory
  Stream<DynamicTest> noKeyIsLostWhereverTheMoveOfASlotIsCutOff() {
    return Boundary.sample(List.of(SlotCut.values()), SAMPLE).stream()
        .map(cut -> DynamicTest.dynamicTest("killed when " + cut, () -> killAt(cut)));
  }

  /** A node that refuses a command holds the move exactly where that command would come. */
  private static void killAt(SlotCut cut) throws Exception {
    try (var scenario = new RedisScenario(redis, RedisJob.RESHARD)) {
      var target = List.of(scenario.subject());
      var sources = redis.masters().stream().filter(master -> !target.contains(master)).toList();
      try {
        switch (cut) {
          case IMPORT_OPEN -> refuseFromTheBeginning(scenario, sources, "cluster|setslot");
          case MIGRATION_OPEN -> refuseFromTheBeginning(scenario, sources, "migrate");
          case SOME_KEYS_MOVED -> {
            scenario.beginSlowly();
            haltWithOpenSlots(scenario, sources);
          }
          case KEYS_MOVED -> refuseInTheMiddle(scenario, sources, target);
          case TARGET_TOLD -> refuseInTheMiddle(scenario, sources, sources);
        }
        scenario.victim().kill9();
        assertThat(openSlots(target) + openSlots(sources)).as("slots left open").isPositive();
      } finally {
        redis.cluster().members().forEach(member -> acl(member, "SETUSER", "binnacle", "+@all"));
      }
      scenario.startSuccessor();
      scenario.endsWell();
    }
  }

  private static void refuseFromTheBeginning(
      RedisScenario scenario, List<RedisMember> members, String command) {
    refuse(members, command);
    scenario.begin();
    awaitRefusal(members);
  }

  private static void refuse(List<RedisMember> members, String command) {
    members.forEach(member -> {
      acl(member, "LOG", "RESET");
      acl(member, "SETUSER", "binnacle", "-" + command);
    });
  }

  private static void awaitRefusal(List<RedisMember> members) {
    Patience.until(
        "a command is refused",
        DEADLINE,
        () -> members.stream().mapToInt(RedisCrashIT::refusals).sum(),
        refused -> refused > 0);
  }

  private static int refusals(RedisMember member) {
    return redis.ask(member, Jedis::aclLog).size();
  }

  private static void refuseInTheMiddle(
      RedisScenario scenario, List<RedisMember> sources, List<RedisMember> refusing) {
    scenario.beginSlowly();
    haltWithOpenSlots(scenario, sources);
    refuse(refusing, "cluster|setslot");
    scenario.victim().continueProcess();
    awaitRefusal(refusing);
  }

  /** Halts the victim at a moment when slots are open. */
  private static void haltWithOpenSlots(RedisScenario scenario, List<RedisMember> sources) {
    Patience.until(
        "slots are open",
        DEADLINE,
        () -> {
          if (openSlots(sources) == 0) {
            return false;
          }
          scenario.victim().pauseProcess();
          if (openSlots(sources) > 0) {
            return true;
          }
          scenario.victim().continueProcess();
          return false;
        },
        Boolean::booleanValue);
  }

  /** How many slots those nodes themselves have open. */
  private static long openSlots(List<RedisMember> members) {
    return members.stream()
        .flatMap(member -> redis.cluster(member, "NODES").lines())
        .flatMap(line -> Stream.of(line.split(" ")))
        .filter(word -> word.startsWith("["))
        .count();
  }

  private static void acl(RedisMember member, String... words) {
    redis.ask(member, jedis -> jedis.sendCommand(Protocol.Command.ACL, words));
  }

  @Test
  void aServerThatWasOnlyAsleepFindsItselfFencedOff() throws Exception {
    try (var scenario = new RedisScenario(redis, RedisJob.RESHARD)) {
      scenario.beginSlowly();
      scenario.operation().awaitProgress("slots moved");
      scenario.startSuccessor();
      scenario.victim().pauseProcess();
      var ended = scenario.endsWell();

      scenario.victim().continueProcess();
      scenario.victim().awaitReady(Duration.ofSeconds(60));
      Thread.sleep(5_000);

      assertThat(scenario.operation().read()).isEqualTo(ended);
      assertThat(openSlots(redis.masters())).isZero();
    }
  }

  @Test
  void aCleanStopHandsTheOperationOver() throws Exception {
    try (var scenario = new RedisScenario(redis, RedisJob.RESHARD)) {
      scenario.startSuccessor();
      scenario.beginSlowly();
      scenario.operation().awaitProgress("slots moved");
      scenario.victim().terminate();
      scenario.endsWell();
    }
  }
}
