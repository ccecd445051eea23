package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client on a simulated cluster that has something wrong with it. */
@Tag("component")
class KubernetesFaultsIT {

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static GivenCluster given;
  private KubernetesCluster cluster;
  private Optional<Integer> fault = Optional.empty();

  @BeforeAll
  static void start() {
    given = GivenCluster.simulated();
  }

  @AfterAll
  static void stop() {
    given.close();
  }

  @BeforeEach
  void connect() {
    cluster = as(User.BINNACLE);
  }

  @AfterEach
  void disconnect() {
    repair();
    cluster.close();
  }

  @Test
  void aServerThatIsDownLeavesTheLastThatIsKnown() {
    int known = cluster.nodes().value().size();
    inject(new Fault.ApiServerDown());
    var old = Patience.until("old nodes", DEADLINE, cluster::nodes, seen -> !seen.live());
    assertThat(old.value()).hasSize(known);
    assertThat(old.stale().orElseThrow()).startsWith("The Kubernetes API of dc1 at https://127");
    assertThat(problem(cluster::nodesNow).code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    repair();
    Patience.until("live nodes", DEADLINE, cluster::nodes, Observed::live);
  }

  @Test
  void aServerThatIsSlowIsNotWaitedFor() {
    inject(new Fault.ApiServerSlow(Duration.ofSeconds(20)));
    var problem = problem(cluster::nodes);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_TIMEOUT);
    assertThat(problem.extensions())
        .containsEntry(
            "component", new Problem.Component("KUBERNETES", "dc1", "no answer in time"));
  }

  @Test
  void throttlingIsTheServersWishToBeLeftAlone() {
    inject(new Fault.Throttled(Duration.ofSeconds(3)));
    var problem = problem(cluster::nodes);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("it has too much to do (429");
    assertThat(cluster.evict(new PodReference("default", "any", "uid"), Optional.empty(), true))
        .isInstanceOfSatisfying(
            EvictionAnswer.Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(3)));
  }

  @Test
  void anExpiredCertificateIsSaidInWords() {
    inject(new Fault.CertificateExpired());
    var problem = problem(cluster::nodesNow);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("its certificate has expired");
  }

  @Test
  void aSilentWatchDoesNotHideAChange() {
    cluster.nodes();
    inject(new Fault.WatchSilent());
    var worker = worker();
    cluster.setUnschedulable(worker, true, false);
    untilUnschedulable(worker, true);
    cluster.setUnschedulable(worker, false, false);
    untilUnschedulable(worker, false);
  }

  @Test
  void aWatchThatAlwaysExpiresDoesNotHideAChange() {
    inject(new Fault.WatchExpired());
    var worker = worker();
    cluster.setUnschedulable(worker, true, false);
    untilUnschedulable(worker, true);
    assertThat(cluster.node(worker).live()).isTrue();
    cluster.setUnschedulable(worker, false, false);
    untilUnschedulable(worker, false);
  }

  @Test
  void aNodeIsCordonedWithItsMarksInOneChange() {
    var worker = worker();
    var before = cluster.nodeNow(worker).orElseThrow();
    var cordoned =
        cluster.change(
            worker,
            NodeChange.NONE
                .unschedulable(true)
                .annotations(Map.of("binnacle.dev/test", Optional.of("grün €")))
                .onlyAt(before.resourceVersion()),
            false);
    assertThat(cordoned.unschedulable()).isTrue();
    assertThat(cordoned.annotations()).containsEntry("binnacle.dev/test", "grün €");
    untilUnschedulable(worker, true);
    var freed =
        cluster.change(
            worker,
            NodeChange.NONE
                .unschedulable(false)
                .annotations(Map.of("binnacle.dev/test", Optional.empty())),
            false);
    assertThat(freed.unschedulable()).isFalse();
    assertThat(freed.annotations()).doesNotContainKey("binnacle.dev/test");
    Patience.until(
        "no taint",
        DEADLINE,
        () -> cluster.node(worker).value().orElseThrow().taints(),
        taints ->
            taints.stream()
                .noneMatch(taint -> taint.key().equals("node.kubernetes.io/unschedulable")));
  }

  @Test
  void whoMayOnlyLookIsToldWhichPermissionIsMissing() {
    var viewer = as(User.VIEWER);
    assertThat(viewer.nodes().value()).isNotEmpty();
    var problem = problem(() -> viewer.setUnschedulable(worker(), true, true));
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
    assertThat(problem.detail()).contains("Binnacle may not patch nodes");
    assertThat(problem.remedy()).contains("Grant the verb \"patch\" on the resource \"nodes\"");
    var pod = cluster.pods().value().getFirst().reference();
    assertThat(viewer.evict(pod, Optional.empty(), true))
        .isInstanceOfSatisfying(
            EvictionAnswer.Forbidden.class,
            forbidden -> {
              assertThat(forbidden.verb()).isEqualTo("create");
              assertThat(forbidden.resource()).isEqualTo("pods/eviction");
            });
  }

  @Test
  void usageIsServedUntilItIsNot() {
    var served =
        Patience.until(
            "usage", DEADLINE, cluster::nodeUsage, usage -> usage instanceof Usage.Served);
    assertThat(((Usage.Served) served).nodes().values())
        .isNotEmpty()
        .allSatisfy(usage -> assertThat(usage.memoryBytes()).isPositive());
    inject(new Fault.MetricsUnavailable());
    Patience.until(
        "no usage", DEADLINE, cluster::nodeUsage, usage -> usage instanceof Usage.NotAvailable);
    assertThat(cluster.nodes().live()).isTrue();
  }

  private void inject(Fault wrong) {
    fault = Optional.of(given.simulator().faults().inject(wrong));
  }

  private void repair() {
    fault.ifPresent(given.simulator().faults()::repair);
    fault = Optional.empty();
  }

  private static KubernetesCluster as(User user) {
    return given.cluster(given.simulator().kubeconfig(user), ScriptedApi.HURRY);
  }

  private String worker() {
    return cluster.nodesNow().stream()
        .filter(node -> !node.isControlPlane())
        .map(NodeState::name)
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private void untilUnschedulable(String node, boolean unschedulable) {
    Patience.until(
        node,
        DEADLINE,
        () -> cluster.node(node).value().map(NodeState::unschedulable),
        seen -> seen.equals(Optional.of(unschedulable)));
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }
}
