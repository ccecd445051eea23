package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The client on a simulated cluster, or on the real one that {@code BINNACLE_IT_KUBECONFIG} names.
 * There it works in a namespace of its own, and changes nodes only in dry runs.
 */
@Tag("component")
class KubernetesClusterIT {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private static GivenCluster given;
  private KubernetesCluster cluster;
  private GivenWorkload workload;

  @BeforeAll
  static void start() {
    given = GivenCluster.start();
  }

  @AfterAll
  static void stop() {
    given.close();
  }

  @BeforeEach
  void deploy() {
    cluster = given.cluster();
    workload = given.deploy(2);
    untilReady();
  }

  @AfterEach
  void remove() {
    workload.close();
  }

  @Test
  void tellsWhatItIs() {
    assertThat(cluster.version().text()).matches("v1\\.\\d+\\..*");
  }

  @Test
  void nodesTellWhatTheyAre() {
    var nodes = cluster.nodes();
    assertThat(nodes.live()).isTrue();
    assertThat(nodes.value())
        .isNotEmpty()
        .allSatisfy(node -> {
          assertThat(node.uid()).isNotEmpty();
          assertThat(node.versions().kubelet()).startsWith("v1.");
          assertThat(node.capacity().cpuMillis()).isPositive();
          assertThat(node.allocatable().memoryBytes()).isPositive();
          assertThat(node.addresses()).isNotEmpty();
          assertThat(cluster.node(node.name()).value().map(NodeState::uid)).contains(node.uid());
        });
    assertThat(cluster.nodesNow())
        .extracting(NodeState::name)
        .containsExactlyInAnyOrderElementsOf(nodes.value().stream().map(NodeState::name).toList());
    assertThat(cluster.nodeNow("no-such-node")).isEmpty();
  }

  @Test
  void podsAreKnownWithWhatMadeThem() {
    var pod = pods().getFirst();
    assertThat(pod.controller().orElseThrow().kind()).isEqualTo("ReplicaSet");
    assertThat(pod.isDaemonSetPod()).isFalse();
    assertThat(pod.requests().cpuMillis()).isEqualTo(10);
    assertThat(pod.emptyDirectories()).containsExactly(new EmptyDirectory("scratch", false));
    var node = pod.node().orElseThrow();
    assertThat(cluster.podsOn(node).value())
        .extracting(PodState::reference)
        .contains(pod.reference());
    assertThat(cluster.podsOnNow(node)).extracting(PodState::reference).contains(pod.reference());
    assertThat(cluster.podNow(pod.reference()).map(PodState::reference)).contains(pod.reference());
  }

  @Test
  void aDryRunOfAnEvictionIsDecidedAndNothingGoes() {
    var pod = pods().getFirst().reference();
    assertThat(cluster.evict(pod, Optional.empty(), true)).isEqualTo(new EvictionAnswer.Accepted());

    workload.protect("all", 2);
    untilObserved("all");
    assertThat(cluster.evict(pod, Optional.empty(), true))
        .isInstanceOfSatisfying(
            EvictionAnswer.BlockedByBudget.class,
            blocked -> {
              assertThat(blocked.budget()).contains("all");
              assertThat(blocked.message()).contains("needs 2 healthy pods and has 2 currently");
            });
    assertThat(budget("all").orElseThrow().neverAllows()).isTrue();
    assertThat(cluster.podNow(pod).orElseThrow().isTerminating()).isFalse();
  }

  @Test
  void aPodWithTwoBudgetsCanNeverBeEvicted() {
    workload.protect("one", 1);
    workload.protect("two", 1);
    untilObserved("one");
    untilObserved("two");
    assertThat(cluster.evict(pods().getFirst().reference(), Optional.empty(), true))
        .isInstanceOf(EvictionAnswer.SeveralBudgets.class);
  }

  @Test
  void onlyThatVeryPodGoes() {
    var pod = pods().getFirst().reference();
    var successor = new PodReference(pod.namespace(), pod.name(), "another-uid");
    assertThat(cluster.evict(successor, Optional.empty(), true))
        .isInstanceOf(EvictionAnswer.Replaced.class);
    assertThat(cluster.podNow(successor)).isEmpty();
    var stranger = new PodReference(pod.namespace(), "no-such-pod", "uid");
    assertThat(cluster.evict(stranger, Optional.empty(), true))
        .isEqualTo(new EvictionAnswer.Gone());
  }

  @Test
  void anEvictedPodGoesAndAnotherComes() {
    workload.protect("one", 1);
    untilObserved("one");
    var pod = pods().getFirst().reference();
    assertThat(cluster.evict(pod, Optional.of(Duration.ofSeconds(1)), false))
        .isEqualTo(new EvictionAnswer.Accepted());
    Patience.until("the end of " + pod, DEADLINE, () -> cluster.podNow(pod), Optional::isEmpty);
    untilReady();
    assertThat(pods()).extracting(PodState::reference).doesNotContain(pod);
  }

  @Test
  void aChangeOfANodeCanBeTried() {
    var node = cluster.nodesNow().getFirst();
    var tried = cluster.setUnschedulable(node.name(), !node.unschedulable(), true);
    assertThat(tried.unschedulable()).isEqualTo(!node.unschedulable());
    assertThat(cluster.nodeNow(node.name()).orElseThrow().unschedulable())
        .isEqualTo(node.unschedulable());
    var outdated = NodeChange.NONE.unschedulable(!node.unschedulable()).onlyAt("1");
    assertThat(code(() -> cluster.change(node.name(), outdated, true)))
        .isEqualTo(ProblemCode.ETAG_MISMATCH);
    assertThat(code(() -> cluster.setUnschedulable("no-such-node", true, true)))
        .isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
  }

  private void untilReady() {
    Patience.until(
        "two ready pods",
        DEADLINE,
        this::pods,
        pods -> pods.size() == 2 && pods.stream().allMatch(PodState::ready));
  }

  private void untilObserved(String budget) {
    Patience.until(
        budget + " to be observed",
        DEADLINE,
        () -> budget(budget),
        seen -> seen.filter(it -> it.observed() && it.currentHealthy() == 2).isPresent());
  }

  private Optional<DisruptionBudget> budget(String name) {
    return cluster.disruptionBudgets().value().stream()
        .filter(budget -> budget.toString().equals(workload.namespace() + "/" + name))
        .findFirst();
  }

  private List<PodState> pods() {
    return cluster.pods().value().stream()
        .filter(pod -> pod.reference().namespace().equals(workload.namespace()))
        .filter(pod -> !pod.isTerminating())
        .toList();
  }

  private static ProblemCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem().code();
  }
}
