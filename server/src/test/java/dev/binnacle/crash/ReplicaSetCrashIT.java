package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.mongodb.replication.MemberState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * What is done to a replica set survives the death of the server that does it: it ends well on
 * another one, and the set elects and changes its configuration exactly as often as planned.
 */
@Tag("crash")
class ReplicaSetCrashIT {

  /** There are five procedures: a boundary each keeps the usual run short. */
  private static final int SAMPLE = 1;

  private static final long FREE_BYTES_OF_CARTS = 22_000_000;

  private static final List<String> STEPS_OF_A_STEP_DOWN =
      List.of("verify-preconditions", "step-down", "await-primary", "await-old-primary");

  private static final List<String> STEPS_OF_A_REMOVAL =
      List.of("hand-over", "strip-vote", "remove-member", "confirm");

  private static final List<String> STEPS_OF_AN_ADDITION =
      List.of("add-member", "await-copy", "grant-vote", "grant-priority", "confirm");

  private static final List<String> STEPS_OF_A_FORCED_CONFIGURATION =
      List.of("verify-majority-lost", "force-configuration", "await-primary", "confirm");

  private static final List<String> STEPS_OF_A_COMPACTION =
      List.of("compact-secondary-1", "compact-secondary-2", "step-down", "compact-old-primary");

  @TestFactory
  Stream<DynamicTest> aStepDownElectsOnce() {
    return tests(STEPS_OF_A_STEP_DOWN, ReplicaSetCrashIT::stepDown);
  }

  private static void stepDown(Boundary boundary) throws Exception {
    try (var scenario = new ReplicaSetScenario()) {
      var ended = scenario.survive(boundary, "/step-down", "{\"reason\": \"crash test\"}");

      assertThat(scenario.set().primary())
          .isNotEqualTo(scenario.oldPrimary())
          .isEqualTo(ended.at("/result/newPrimary").asText());
      assertThat(ended.at("/result/newTerm").asLong())
          .as("one election, counted by the set")
          .isEqualTo(scenario.before().path("term").asLong() + 1);
    }
  }

  @TestFactory
  Stream<DynamicTest> aRemovalOfThePrimaryChangesTheConfigurationTwice() {
    return tests(STEPS_OF_A_REMOVAL, ReplicaSetCrashIT::remove);
  }

  private static void remove(Boundary boundary) throws Exception {
    try (var scenario = new ReplicaSetScenario()) {
      var primary = scenario.oldPrimary();
      var ended =
          scenario.survive(
              boundary,
              "/remove-member",
              "{\"reason\": \"crash test\", \"member\": \"%s\"}".formatted(primary));

      assertThat(scenario.set().primary()).isNotEqualTo(primary);
      assertThat(ended.at("/result/members").asInt()).isEqualTo(2);
      assertThat(ended.at("/result/configurationVersion").asInt())
          .as("the vote, then the member: two changes of version 1")
          .isEqualTo(3);
    }
  }

  @TestFactory
  Stream<DynamicTest> anAdditionChangesTheConfigurationThreeTimes() {
    return tests(STEPS_OF_AN_ADDITION, ReplicaSetCrashIT::add);
  }

  private static void add(Boundary boundary) throws Exception {
    try (var scenario = new ReplicaSetScenario()) {
      var spare = scenario.set().simulator().addSpare();
      var ended =
          scenario.survive(
              boundary,
              "/add-member",
              "{\"reason\": \"crash test\", \"member\": \"%s\"}".formatted(spare));

      assertThat(scenario.set().simulator().state(spare)).isEqualTo(MemberState.SECONDARY);
      assertThat(ended.at("/result/voters").asInt()).isEqualTo(4);
      assertThat(ended.at("/result/configurationVersion").asInt())
          .as("the member, its vote, its priority: three changes of version 1")
          .isEqualTo(4);
      assertThat(scenario.set().primary())
          .as("nobody was elected")
          .isEqualTo(scenario.oldPrimary());
    }
  }

  @TestFactory
  Stream<DynamicTest> aCompactionFreesEveryMemberAndElectsOnce() {
    return tests(STEPS_OF_A_COMPACTION, ReplicaSetCrashIT::compact);
  }

  private static void compact(Boundary boundary) throws Exception {
    try (var scenario = new ReplicaSetScenario()) {
      var ended =
          scenario.survive(
              boundary, "/compact", "{\"reason\": \"crash test\", \"collection\": \"shop.carts\"}");

      assertThat(ended.at("/result/freedBytes").asLong()).isEqualTo(3 * FREE_BYTES_OF_CARTS);
      assertThat(scenario.set().primary()).isNotEqualTo(scenario.oldPrimary());
      assertThat(scenario.now().path("term").asLong())
          .isEqualTo(scenario.before().path("term").asLong() + 1);
    }
  }

  @TestFactory
  Stream<DynamicTest> aForcedConfigurationIsForcedOnce() {
    return tests(STEPS_OF_A_FORCED_CONFIGURATION, ReplicaSetCrashIT::force);
  }

  private static void force(Boundary boundary) throws Exception {
    try (var scenario = new ReplicaSetScenario()) {
      var survivor = scenario.set().secondary();
      scenario.loseAllBut(survivor);
      var ended =
          scenario.survive(
              boundary,
              "/force-configuration",
              "{\"reason\": \"crash test\", \"members\": [\"%s\"]}".formatted(survivor));

      assertThat(ended.at("/result/primary").asText()).isEqualTo(survivor);
      assertThat(ended.at("/result/configurationVersion").asInt())
          .as("version 1 jumped once")
          .isLessThan(20_000);
    }
  }

  private static Stream<DynamicTest> tests(List<String> steps, Death death) {
    return Boundary.of(steps, SAMPLE).stream()
        .map(boundary -> DynamicTest.dynamicTest(boundary.words(), () -> death.survive(boundary)));
  }

  /** A procedure whose server dies at a boundary. */
  private interface Death {
    void survive(Boundary boundary) throws Exception;
  }
}
