package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.kubernetes.ScriptedApi.Answer;
import dev.binnacle.platform.kubernetes.ScriptedApi.Asked;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to an API server, and what becomes of its answers. */
class KubernetesClusterTest {

  private static final PodReference POD = new PodReference("shop", "cart-0", "uid-1");
  private static final String NODE =
      """
      {"kind":"Node","apiVersion":"v1","metadata":{"name":"alpha","uid":"u","resourceVersion":"7"},\
      "spec":{"unschedulable":true}}\
      """;

  @TempDir private Path directory;
  private final ScriptedApi api = new ScriptedApi();
  private KubernetesCluster cluster;

  @BeforeEach
  void connect() throws IOException {
    cluster = api.cluster(directory, ScriptedApi.HURRY);
  }

  @AfterEach
  void stop() {
    cluster.close();
    api.close();
  }

  @Test
  void tellsItsVersion() {
    answer(
        200,
        """
        {"major":"1","minor":"33","gitVersion":"v1.33.5+rke2r1","platform":"linux/amd64"}\
        """);
    assertThat(cluster.version())
        .isEqualTo(new KubernetesVersion("v1.33.5+rke2r1", "1", "33", "linux/amd64"));
  }

  @Test
  void aNodeIsCordonedByANarrowPatch() {
    answer(200, NODE);
    assertThat(cluster.setUnschedulable("alpha", true, false).unschedulable()).isTrue();
    assertThat(asked())
        .isEqualTo(
            new Asked(
                "PATCH",
                "/api/v1/nodes/alpha",
                Map.of("fieldManager", "binnacle"),
                "application/merge-patch+json",
                "{\"spec\":{\"unschedulable\":true}}"));
  }

  @Test
  void aChangeIsOnePatchAndADryRunSaysSo() {
    answer(200, NODE);
    cluster.change(
        "alpha",
        NodeChange.NONE
            .unschedulable(false)
            .annotations(Map.of("binnacle.dev/cordoned-by", Optional.empty()))
            .labels(Map.of("zone", Optional.of("a")))
            .onlyAt("6"),
        true);
    assertThat(asked().parameters()).containsEntry("dryRun", "All");
    assertThat(asked().body())
        .isEqualTo(
            "{\"spec\":{\"unschedulable\":null},\"metadata\":{\"resourceVersion\":\"6\","
                + "\"annotations\":{\"binnacle.dev/cordoned-by\":null},\"labels\":{\"zone\":\"a\"}}}");
  }

  @Test
  void aNodeThatIsNotThereOrHasChangedIsAProblemOfItsOwn() {
    refuse(404, "NotFound", "nodes \"alpha\" not found");
    assertThat(problem(() -> cluster.setUnschedulable("alpha", true, false)).code())
        .isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
    refuse(409, "Conflict", "the object has been modified");
    assertThat(problem(() -> cluster.setUnschedulable("alpha", true, false)).code())
        .isEqualTo(ProblemCode.ETAG_MISMATCH);
    assertThat(problem(() -> cluster.setUnschedulable("../pods", true, false)).code())
        .isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
    assertThat(api.asked).hasSize(2);
  }

  @Test
  void anEvictionIsForThatVeryPod() {
    answer(201, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\",\"code\":201}");
    assertThat(cluster.evict(POD, Optional.of(Duration.ofSeconds(5)), true))
        .isEqualTo(new EvictionAnswer.Accepted());
    assertThat(asked())
        .isEqualTo(
            new Asked(
                "POST",
                "/api/v1/namespaces/shop/pods/cart-0/eviction",
                Map.of("dryRun", "All"),
                "application/json",
                """
                {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"cart-0",\
                "namespace":"shop"},"deleteOptions":{"apiVersion":"v1","kind":"DeleteOptions",\
                "gracePeriodSeconds":5,"preconditions":{"uid":"uid-1"}}}\
                """));
  }

  @Test
  void theAdviceToComeBackIsHeardFromTheHeader() {
    api.answers.add(
        new Answer(429, Map.of("Retry-After", "3"), "Too many requests, please try again later."));
    assertThat(cluster.evict(POD, Optional.empty(), false))
        .isEqualTo(
            new EvictionAnswer.Throttled(
                "Too many requests, please try again later.", Optional.of(Duration.ofSeconds(3))));
  }

  @Test
  void anotherPodOfTheNameIsNotThePod() {
    var pod =
        """
        {"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"shop","name":"cart-0","uid":"%s"}}\
        """;
    answer(200, pod.formatted("uid-1"));
    assertThat(cluster.podNow(POD)).map(PodState::reference).contains(POD);
    answer(200, pod.formatted("uid-2"));
    assertThat(cluster.podNow(POD)).isEmpty();
    refuse(404, "NotFound", "pods \"cart-0\" not found");
    assertThat(cluster.podNow(POD)).isEmpty();
  }

  @Test
  void aMissingPermissionIsNamed() {
    refuse(
        403,
        "Forbidden",
        "pods is forbidden: User \"binnacle\" cannot list resource \"pods\" in API group \"\" at"
            + " the cluster scope");
    var problem = problem(() -> cluster.podsOnNow("alpha"));
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
    assertThat(problem.detail()).contains("Binnacle may not list pods");
    assertThat(problem.remedy()).contains("Grant the verb \"list\" on the resource \"pods\"");
    assertThat(asked().parameters()).containsEntry("fieldSelector", "spec.nodeName=alpha");
  }

  @Test
  void tooMuchToDoIsUnavailableAndNotAFault() {
    refuse(429, "TooManyRequests", "Too many requests, please try again later.");
    var problem = problem(cluster::nodesNow);
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("it has too much to do (429 Too many requests");
    assertThat(api.asked).hasSize(1);
  }

  @Test
  void aRenewedTokenTakesEffectByItself() throws IOException {
    api.put("alpha", false);
    assertThat(cluster.nodesNow()).hasSize(1);
    api.token = "renewed";
    assertThat(problem(cluster::nodesNow).detail()).contains("does not accept the credentials");
    api.kubeconfig(directory);
    Patience.until(
        "the new token",
        Duration.ofSeconds(20),
        () -> {
          try {
            return cluster.nodesNow().size();
          } catch (ProblemException refused) {
            return 0;
          }
        },
        size -> size == 1);
  }

  @Test
  void usageIsServedAndKeptForAWhile() {
    answer(
        200,
        """
        {"kind":"NodeMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{},"items":[\
        {"metadata":{"name":"alpha"},"timestamp":"2026-11-23T07:00:00Z","window":"10.062s",\
        "usage":{"cpu":"137123456n","memory":"2048Ki"}}]}\
        """);
    var served = (Usage.Served) cluster.nodeUsage();
    var alpha = served.nodes().get("alpha");
    assertThat(alpha.cpuMillis()).isEqualTo(138);
    assertThat(alpha.memoryBytes()).isEqualTo(2L * 1024 * 1024);
    assertThat(alpha.at()).isEqualTo(Instant.parse("2026-11-23T07:00:00Z"));
    assertThat(alpha.window()).isEqualTo(Duration.ofMillis(10_062));
    int asked = api.asked.size();
    assertThat(cluster.nodeUsage()).isSameAs(served);
    assertThat(api.asked).hasSize(asked);
  }

  @Test
  void usageThatNobodyServesIsNoProblem() {
    answer(404, "404 page not found\n");
    assertThat(cluster.nodeUsage()).isInstanceOf(Usage.NotAvailable.class);
  }

  @Test
  void usageThatIsBrokenIsNoProblemAndSaysWhy() {
    answer(503, "service unavailable\n");
    assertThat(cluster.nodeUsage())
        .isInstanceOfSatisfying(
            Usage.NotAvailable.class, absent -> assertThat(absent.reason()).contains("503"));
  }

  private void answer(int status, String body) {
    api.answers.add(new Answer(status, Map.of(), body));
  }

  private void refuse(int status, String reason, String message) {
    api.answers.add(ScriptedApi.status(status, reason, message));
  }

  private Asked asked() {
    return api.asked.getLast();
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }
}
