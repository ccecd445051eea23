package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {
  private static final Instant MORNING = Instant.parse("2026-01-02T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final String WANTED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web, tier: front}}
      spec:
        replicas: 3
        template: {spec: {containers: [{name: web, image: "web:1", args: [a, b]}]}}
      """;

  private ObjectNode live = applied("ci", WANTED);

  @Test
  void whoAppliesOwnsWhatItNames() {
    JsonNode entry = live.at("/metadata/managedFields/0");

    assertThat(entry.path("manager").asText()).isEqualTo("ci");
    assertThat(entry.path("operation").asText()).isEqualTo("Apply");
    assertThat(entry.path("apiVersion").asText()).isEqualTo("apps/v1");
    assertThat(entry.path("time").asText()).isEqualTo("2026-01-02T08:00:00Z");
    assertThat(entry.path("fieldsV1").path("f:spec"))
        .isEqualTo(
            Manifest.tree(
                """
                f:replicas: {}
                f:template:
                  f:spec:
                    f:containers:
                      'k:{"name":"web"}': {".": {}, f:args: {}, f:image: {}, f:name: {}}
                """));
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    assertThat(apply("ci", WANTED, false)).isEqualTo(live);
  }

  @Test
  void aFieldThatSomebodyElseSetToAnotherValueIsAConflict() {
    update("kubectl-scale", "{spec: {replicas: 7}}");

    Refusal refusal = conflictOf("ci", WANTED);

    assertThat(refusal.code()).isEqualTo(409);
    assertThat(refusal)
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"kubectl-scale\" using apps/v1:"
                + " .spec.replicas");
    assertThat(refusal.status().at("/details/causes/0"))
        .isEqualTo(
            Manifest.tree(
                """
                reason: FieldManagerConflict
                message: conflict with "kubectl-scale" using apps/v1
                field: .spec.replicas
                """));
  }

  @Test
  void severalConflictsAreListed() {
    update("kubectl-edit", "{spec: {replicas: 7}, metadata: {labels: {tier: back}}}");
    live = apply("other", "{spec: {minReadySeconds: 5}}", false);

    assertThat(conflictOf("ci", WANTED))
        .hasMessage(
            """
            Apply failed with 2 conflicts: conflicts with "kubectl-edit" using apps/v1:
            - .metadata.labels.tier
            - .spec.replicas\
            """);
  }

  @Test
  void aConflictWithAnotherApplierNamesOnlyIt() {
    live = applied("gitops", "{spec: {template: {spec: {containers: [{name: web, image: x}]}}}}");

    assertThat(
            conflictOf("ci", "{spec: {template: {spec: {containers: [{name: web, image: y}]}}}}"))
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"gitops\":"
                + " .spec.template.spec.containers[name=\"web\"].image");
  }

  @Test
  void forceTakesTheFieldOver() {
    update("kubectl-scale", "{spec: {replicas: 7}}");

    live = apply("ci", WANTED, true);

    assertThat(live.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(managers()).containsExactly("ci/Apply");
  }

  @Test
  void theSameValueIsShared() {
    live = apply("other", "{spec: {replicas: 3}}", false);

    assertThat(managers()).containsExactly("ci/Apply", "other/Apply");
    live = apply("ci", without("replicas: 3"), false);
    assertThat(live.at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void whatIsNotWantedAnyMoreGoes() {
    live = apply("ci", without("replicas: 3").replace(", tier: front", ""), false);

    assertThat(live.path("spec").has("replicas")).isFalse();
    assertThat(live.at("/metadata/labels")).isEqualTo(Manifest.tree("{app: web}"));
  }

  @Test
  void whatOthersOwnStays() {
    update("kubectl-label", "{metadata: {labels: {extra: mine}}}");

    live = apply("ci", WANTED.replace(", labels: {app: web, tier: front}", ""), false);

    assertThat(live.at("/metadata/labels")).isEqualTo(Manifest.tree("{extra: mine}"));
  }

  @Test
  void containersOfDifferentManagersStandSideBySide() {
    live =
        apply("mesh", "{spec: {template: {spec: {containers: [{name: proxy, image: p}]}}}}", false);

    assertThat(containers()).containsExactly("web", "proxy");
    live = apply("ci", WANTED.replace("name: web, image", "name: shop, image"), false);
    assertThat(containers()).containsExactly("proxy", "shop");
  }

  @Test
  void argumentsAreOneValue() {
    live = apply("ci", WANTED.replace("[a, b]", "[c]"), false);

    assertThat(live.at("/spec/template/spec/containers/0/args")).isEqualTo(Manifest.tree("[c]"));
  }

  @Test
  void aPortIsKnownByNumberAndProtocol() {
    String ports = "{spec: {template: {spec: {containers: [{name: web, ports: [%s]}]}}}}";
    live = apply("a", ports.formatted("{containerPort: 80}"), false);
    live = apply("b", ports.formatted("{containerPort: 80, protocol: UDP}"), false);
    live = apply("c", ports.formatted("{containerPort: 80, protocol: TCP}"), false);

    assertThat(live.at("/spec/template/spec/containers/0/ports")).hasSize(2);
  }

  private static ObjectNode applied(String manager, String wanted) {
    return ServerSideApply.apply(
        ResourceTypes.DEPLOYMENTS, Optional.empty(), Manifest.of(wanted), manager, false, MORNING);
  }

  private ObjectNode apply(String manager, String wanted, boolean force) {
    return ServerSideApply.apply(
        ResourceTypes.DEPLOYMENTS, Optional.of(live), Manifest.of(wanted), manager, force, NOON);
  }

  private Refusal conflictOf(String manager, String wanted) {
    return catchThrowableOfType(Refusal.class, () -> apply(manager, wanted, false));
  }

  private void update(String manager, String mergePatch) {
    live =
        ManagedFields.afterUpdate(
            ResourceTypes.DEPLOYMENTS,
            Optional.of(live),
            MergePatch.apply(live, Manifest.of(mergePatch)),
            manager,
            "",
            NOON);
  }

  private static String without(String line) {
    return WANTED.replace("  " + line + "\n", "");
  }

  private List<String> managers() {
    return live.at("/metadata/managedFields")
        .valueStream()
        .map(entry -> entry.path("manager").asText() + "/" + entry.path("operation").asText())
        .toList();
  }

  private List<String> containers() {
    return live.at("/spec/template/spec/containers")
        .valueStream()
        .map(container -> container.path("name").asText())
        .toList();
  }
}
