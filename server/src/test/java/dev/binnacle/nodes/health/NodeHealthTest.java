package dev.binnacle.nodes.health;

import static dev.binnacle.nodes.GivenNode.controlPlane;
import static dev.binnacle.nodes.GivenNode.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Health;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Verdict;
import dev.binnacle.nodes.GivenNode;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeHealthTest {

  @Test
  void healthy() {
    assertVerdict(
        worker("a").condition("MemoryPressure", ConditionStatus.FALSE, "Enough"), Verdict.HEALTHY);
  }

  @Test
  void anEtcdThatVotesIsGood() {
    assertVerdict(controlPlane("a"), Verdict.HEALTHY);
  }

  @Test
  void anEtcdThatDoesNotVoteIsNot() {
    assertVerdict(
        controlPlane("a").condition("EtcdIsVoter", ConditionStatus.FALSE, "MemberIsLearner"),
        Verdict.DEGRADED,
        "ETCD_NOT_VOTER");
  }

  @Test
  void notReady() {
    assertVerdict(worker("a").notReady(), Verdict.CRITICAL, "NOT_READY");
  }

  @Test
  void aSilentKubeletIsOneFindingWhateverItsConditions() {
    var node = worker("a").silent().condition("MemoryPressure", ConditionStatus.UNKNOWN, "Unknown");
    assertVerdict(node, Verdict.CRITICAL, "KUBELET_SILENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MemoryPressure", "DiskPressure", "PIDPressure"})
  void pressure(String type) {
    assertThat(health(worker("a").condition(type, ConditionStatus.TRUE, "Pressed")).verdict())
        .isEqualTo(Verdict.DEGRADED);
  }

  @Test
  void withoutPodNetwork() {
    assertVerdict(
        worker("a").condition("NetworkUnavailable", ConditionStatus.TRUE, "NoRoute"),
        Verdict.CRITICAL,
        "NETWORK_UNAVAILABLE");
  }

  @Test
  void conditionsThatNobodyKnowsRaiseNoAlarm() {
    assertVerdict(
        worker("a").condition("example.org/Blessed", ConditionStatus.TRUE, "Blessed"),
        Verdict.HEALTHY);
  }

  @Test
  void aCordonIsWorthKnowing() {
    assertVerdict(worker("a").cordoned(), Verdict.HEALTHY, "CORDONED");
  }

  @Test
  void fullOfPods() {
    var node = worker("a").takesPods(2).node();
    assertThat(NodeHealth.of(node, OptionalInt.of(2), Optional.empty()).reasons())
        .extracting(Reason::code)
        .containsExactly("NO_ROOM_FOR_PODS");
    assertThat(NodeHealth.of(node, OptionalInt.of(1), Optional.empty()).reasons()).isEmpty();
    assertThat(NodeHealth.of(node, OptionalInt.empty(), Optional.empty()).reasons()).isEmpty();
  }

  @Test
  void whatIsOldIsNotHealthy() {
    var health = NodeHealth.of(worker("a").node(), OptionalInt.empty(), Optional.of("no answer"));
    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.reasons()).extracting(Reason::code).containsExactly("ANSWER_IS_OLD");
  }

  private static void assertVerdict(GivenNode node, Verdict verdict, String... codes) {
    var health = health(node);
    assertThat(health.verdict()).isEqualTo(verdict);
    assertThat(health.reasons()).extracting(Reason::code).containsExactly(codes);
  }

  private static Health health(GivenNode node) {
    return NodeHealth.of(node.node(), OptionalInt.of(1), Optional.empty());
  }
}
