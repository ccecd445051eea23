package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Deletions;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionsTest {
  private static final User ANYBODY = new User("somebody", Set.of());
  private static final Key BUDGET = new Key(ResourceTypes.POD_DISRUPTION_BUDGETS, "shop", "web");

  private final ObjectStore store = ObjectStore.inMemory();
  private final EvictionCounts counts = new EvictionCounts();
  private final Evictions evictions =
      new Evictions(store, new Deletions(store, InstantSource.system()), counts);

  @BeforeEach
  void namespace() {
    store.create(
        ResourceTypes.NAMESPACES, Manifest.of("{metadata: {name: shop}, status: {phase: Active}}"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aPodWithoutBudgetGoes() {
    ObjectNode pod = pod("web-1", "Running", true);

    Answer answer = evict("web-1");

    assertThat(answer)
        .isEqualTo(
            new Answer.Document(
                201,
                Manifest.of(
                    "{kind: Status, apiVersion: v1, metadata: {}, status: Success, code: 201}")));
    ObjectNode going = read("web-1");
    assertThat(going.path("metadata").hasNonNull("deletionTimestamp")).isTrue();
    assertThat(going.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(going.at("/status/conditions"))
        .anySatisfy(condition -> {
          assertThat(condition.path("type").asText()).isEqualTo("DisruptionTarget");
          assertThat(condition.path("reason").asText()).isEqualTo("EvictionByEvictionAPI");
        });
    assertThat(counts.accepted()).isEqualTo(Map.of(uid(pod), 1));
  }

  @Test
  void aBudgetIsTakenFrom() {
    budget("{disruptionsAllowed: 1, currentHealthy: 4, desiredHealthy: 3, observedGeneration: 1}");
    pod("web-1", "Running", true);

    evict("web-1");

    ObjectNode budget = store.get(BUDGET).orElseThrow();
    assertThat(budget.at("/status/disruptionsAllowed").asInt()).isZero();
    assertThat(budget.path("status").path("disruptedPods").has("web-1")).isTrue();
    assertThat(budget.at("/status/conditions/0/reason").asText()).isEqualTo("InsufficientPods");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing left             | {disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3, observedGeneration: 1} | 429 | 0  | The disruption budget web needs 3 healthy pods and has 3 currently
          not observed yet         | {disruptionsAllowed: 1, currentHealthy: 4, desiredHealthy: 3, observedGeneration: 0} | 429 | 10 | The disruption budget web is still being processed by the server.
          """)
  void aBudgetForbidsForNow(String what, String status, int code, int retry, String cause) {
    budget(status);
    pod("web-1", "Running", true);

    Refusal refusal = refusal("web-1", "");

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.reason()).isEqualTo("TooManyRequests");
    assertThat(refusal)
        .hasMessage("Cannot evict pod as it would violate the pod's disruption budget.");
    assertThat(refusal.status().at("/details/causes"))
        .isEqualTo(
            Json.array()
                .add(Json.object().put("reason", "DisruptionBudget").put("message", cause)));
    assertThat(refusal.status().at("/details/retryAfterSeconds").asInt(0)).isEqualTo(retry);
    assertThatNothingHappenedTo("web-1");
  }

  @Test
  void aNegativeBudgetIsForbidden() {
    budget("{disruptionsAllowed: -1, observedGeneration: 1}");
    pod("web-1", "Running", true);

    Refusal refusal = refusal("web-1", "");

    assertThat(refusal.code()).isEqualTo(403);
    assertThat(refusal)
        .hasMessage(
            "poddisruptionbudget.policy \"web\" is forbidden: pdb disruptions allowed is negative");
  }

  @Test
  void tooManyUnconfirmedEvictionsAreForbidden() {
    ObjectNode budget = budget("{disruptionsAllowed: 1, observedGeneration: 1}");
    store.update(
        Key.of(ResourceTypes.POD_DISRUPTION_BUDGETS, budget),
        changed -> {
          ObjectNode disrupted =
              changed.withObjectProperty("status").withObjectProperty("disruptedPods");
          IntStream.rangeClosed(0, 2000)
              .forEach(i -> disrupted.put("pod-" + i, "2026-01-01T00:00:00Z"));
          return changed;
        });
    pod("web-1", "Running", true);

    assertThat(refusal("web-1", "").code()).isEqualTo(403);
  }

  @Test
  void twoBudgetsAreAMistakeThatNoWaitingHelps() {
    budget("{disruptionsAllowed: 1, observedGeneration: 1}");
    store.create(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        Manifest.of(
            "{metadata: {name: other, namespace: shop}, spec: {selector: {}}, status:"
                + " {disruptionsAllowed: 1, observedGeneration: 1}}"));
    pod("web-1", "Running", true);

    Refusal refusal = refusal("web-1", "");

    assertThat(refusal.code()).isEqualTo(500);
    assertThat(refusal)
        .hasMessage(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
    assertThatNothingHappenedTo("web-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Succeeded", "Failed"})
  void aPodThatDoesNotRunDisruptsNobody(String phase) {
    budget("{disruptionsAllowed: 0, desiredHealthy: 3, observedGeneration: 1}");
    ObjectNode pod = pod("web-1", phase, false);

    evict("web-1");

    assertThat(counts.count(uid(pod))).isEqualTo(1);
  }

  @Test
  void aPodThatIsGoingDisruptsNobody() {
    budget("{disruptionsAllowed: 1, desiredHealthy: 3, observedGeneration: 1}");
    pod("web-1", "Running", true);
    evict("web-1");

    evict("web-1");

    assertThat(read("web-1").at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(30);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enough others are healthy            | ''              | 3 | 3 | 201
          too few are healthy                  | ''              | 2 | 3 | 429
          none has to be healthy               | ''              | 0 | 0 | 429
          too few, and only then it may not go | IfHealthyBudget | 2 | 3 | 429
          too few, but it may go always        | AlwaysAllow     | 2 | 3 | 201
          """)
  void aPodThatIsNotReady(String what, String policy, int current, int desired, int code) {
    budget(
        "{disruptionsAllowed: 0, currentHealthy: %d, desiredHealthy: %d, observedGeneration: 1}"
            .formatted(current, desired));
    if (!policy.isEmpty()) {
      store.update(
          BUDGET,
          budget -> {
            budget.withObjectProperty("spec").put("unhealthyPodEvictionPolicy", policy);
            budget.withObjectProperty("status").put("observedGeneration", 2);
            return budget;
          });
    }
    pod("web-1", "Running", false);

    if (code == 201) {
      evict("web-1");
      assertThat(store.get(BUDGET).orElseThrow().path("status").has("disruptedPods")).isFalse();
    } else {
      assertThat(refusal("web-1", "").code()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "body"})
  void aDryRunOnlyLooks(String where) {
    budget("{disruptionsAllowed: 1, currentHealthy: 4, desiredHealthy: 3, observedGeneration: 1}");
    pod("web-1", "Running", true);
    long before = store.revision();

    evictions.evict(
        "shop",
        "web-1",
        where.equals("query")
            ? request("web-1", "", "dryRun=All")
            : request("web-1", "deleteOptions: {dryRun: [All]}", ""));

    assertThat(store.revision()).isEqualTo(before);
    assertThat(counts.accepted()).isEmpty();
  }

  @Test
  void aDryRunIsRefusedLikeTheRealOne() {
    budget("{disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3, observedGeneration: 1}");
    pod("web-1", "Running", true);

    assertThat(refusal("web-1", "deleteOptions: {dryRun: [All]}").code()).isEqualTo(429);
  }

  @Test
  void anotherPodOfThatNameIsLeftAlone() {
    ObjectNode pod = pod("web-1", "Running", true);

    Refusal refusal = refusal("web-1", "deleteOptions: {preconditions: {uid: somebody-else}}");

    assertThat(refusal.code()).isEqualTo(409);
    assertThat(refusal)
        .hasMessage(
            "Operation cannot be fulfilled on Pod \"web-1\": the UID in the precondition"
                + " (somebody-else) does not match the UID in record (%s). The object might have"
                    .formatted(uid(pod))
                + " been deleted and then recreated");
    assertThatNothingHappenedTo("web-1");
  }

  @Test
  void theRightPodGoes() {
    ObjectNode pod = pod("web-1", "Running", true);
    String preconditions =
        "deleteOptions: {preconditions: {uid: %s, resourceVersion: '%s'}, gracePeriodSeconds: 5}"
            .formatted(uid(pod), pod.at("/metadata/resourceVersion").asText());

    evictions.evict("shop", "web-1", request("web-1", preconditions, ""));

    assertThat(read("web-1").at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(5);
  }

  @Test
  void aPodThatChangedIsLeftAlone() {
    pod("web-1", "Running", true);

    assertThat(refusal("web-1", "deleteOptions: {preconditions: {resourceVersion: '1'}}").code())
        .isEqualTo(409);
  }

  @Test
  void noSuchPod() {
    Refusal refusal = refusal("web-1", "");

    assertThat(refusal.code()).isEqualTo(404);
    assertThat(refusal).hasMessage("pods \"web-1\" not found");
  }

  @Test
  void aNamespaceThatIsGoingTakesNoEvictions() {
    pod("web-1", "Running", true);
    store.update(
        new Key(ResourceTypes.NAMESPACES, "", "shop"),
        namespace -> {
          namespace.withObjectProperty("status").put("phase", "Terminating");
          return namespace;
        });

    Refusal refusal = refusal("web-1", "");

    assertThat(refusal.code()).isEqualTo(403);
    assertThat(refusal)
        .hasMessage(
            "pods \"web-1\" is forbidden: unable to create new content in namespace shop because it"
                + " is being terminated");
    assertThat(refusal.status().at("/details/causes/0/reason").asText())
        .isEqualTo("NamespaceTerminating");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {apiVersion: policy/v1, kind: Eviction, metadata: {name: web-2}}                     | 400
          {apiVersion: policy/v1, kind: Eviction, metadata: {name: web-1, namespace: other}}   | 400
          {apiVersion: policy/v2, kind: Eviction, metadata: {name: web-1}}                     | 400
          {apiVersion: v1, kind: Pod, metadata: {name: web-1}}                                 | 400
          {apiVersion: policy/v1beta1, kind: Eviction, metadata: {name: web-1}}                | 201
          """)
  void theBodyHasToBeAnEvictionOfThePod(String body, int code) {
    pod("web-1", "Running", true);
    ApiRequest request = request(Json.bytes(Manifest.of(body)), "");

    if (code == 201) {
      evictions.evict("shop", "web-1", request);
    } else {
      assertThat(
              catchThrowableOfType(Refusal.class, () -> evictions.evict("shop", "web-1", request))
                  .code())
          .isEqualTo(code);
    }
  }

  @Test
  void oneDisruptionIsGivenOnce() {
    budget("{disruptionsAllowed: 1, currentHealthy: 9, desiredHealthy: 8, observedGeneration: 1}");
    List<String> pods = IntStream.range(0, 9).mapToObj(i -> "web-" + i).toList();
    pods.forEach(name -> pod(name, "Running", true));

    List<CompletableFuture<Answer>> attempts =
        pods.stream().map(name -> CompletableFuture.supplyAsync(() -> evict(name))).toList();
    attempts.forEach(attempt -> attempt.handle((answer, failure) -> answer).join());

    assertThat(attempts.stream().filter(attempt -> !attempt.isCompletedExceptionally())).hasSize(1);
    assertThat(counts.accepted()).hasSize(1);
  }

  private ObjectNode budget(String status) {
    ObjectNode budget =
        Manifest.of(
            "{metadata: {name: web, namespace: shop}, spec: {minAvailable: 3, selector:"
                + " {matchLabels: {app: web}}}}");
    budget.set("status", Manifest.of(status));
    return store.create(ResourceTypes.POD_DISRUPTION_BUDGETS, budget);
  }

  private ObjectNode pod(String name, String phase, boolean ready) {
    return store.create(
        ResourceTypes.PODS,
        Manifest.of(
            """
            metadata: {name: %s, namespace: shop, labels: {app: web}}
            spec: {nodeName: worker-1, terminationGracePeriodSeconds: 30}
            status: {phase: %s, conditions: [{type: Ready, status: '%s'}]}
            """
                .formatted(name, phase, ready ? "True" : "False")));
  }

  private Answer evict(String pod) {
    return evictions.evict("shop", pod, request(pod, "", ""));
  }

  private Refusal refusal(String pod, String more) {
    return catchThrowableOfType(
        Refusal.class, () -> evictions.evict("shop", pod, request(pod, more, "")));
  }

  private static ApiRequest request(String pod, String more, String query) {
    String body =
        """
        apiVersion: policy/v1
        kind: Eviction
        metadata: {name: %s, namespace: shop}
        %s
        """
            .formatted(pod, more);
    return request(Json.bytes(Manifest.of(body)), query);
  }

  private static ApiRequest request(byte[] body, String query) {
    return new ApiRequest("POST", "/", new Query(query), Map.of(), body, ANYBODY);
  }

  private ObjectNode read(String pod) {
    return store.get(new Key(ResourceTypes.PODS, "shop", pod)).orElseThrow();
  }

  private void assertThatNothingHappenedTo(String pod) {
    assertThat(read(pod).path("metadata").has("deletionTimestamp")).isFalse();
    assertThat(counts.accepted()).isEmpty();
  }

  private static String uid(ObjectNode object) {
    return object.at("/metadata/uid").asText();
  }
}
