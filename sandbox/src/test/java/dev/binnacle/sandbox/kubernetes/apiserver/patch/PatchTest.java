package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {
  private static final String DEPLOYMENT =
      """
      metadata: {name: web, labels: {app: web, tier: front}}
      spec:
        replicas: 4
        strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
        template:
          spec:
            containers:
            - {name: web, image: "web:1", env: [{name: A, value: "1"}, {name: B, value: "2"}]}
            - {name: sidecar, image: "proxy:1"}
            tolerations: [{key: a, operator: Exists}]
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a field is set                       | {spec: {replicas: 2}}                 | /spec/replicas                        | 2
          null removes                         | {metadata: {labels: {tier: null}}}    | /metadata/labels                      | {app: web}
          containers are merged by name        | {spec: {template: {spec: {containers: [{name: web, image: "web:2"}]}}}} | /spec/template/spec/containers/0/image | web:2
          other containers stay                | {spec: {template: {spec: {containers: [{name: web, image: "web:2"}]}}}} | /spec/template/spec/containers/1/image | proxy:1
          a new container comes last           | {spec: {template: {spec: {containers: [{name: late, image: x}]}}}}      | /spec/template/spec/containers/2/name  | late
          variables are merged by name         | {spec: {template: {spec: {containers: [{name: web, env: [{name: B, value: "3"}]}]}}}} | /spec/template/spec/containers/0/env | [{name: A, value: "1"}, {name: B, value: "3"}]
          an element is deleted                | {spec: {template: {spec: {containers: [{name: web, $patch: delete}]}}}} | /spec/template/spec/containers | [{name: sidecar, image: "proxy:1"}]
          a list is replaced                   | {spec: {template: {spec: {containers: [{$patch: replace}, {name: only, image: x}]}}}} | /spec/template/spec/containers | [{name: only, image: x}]
          a map is replaced                    | {metadata: {labels: {$patch: replace, a: b}}} | /metadata/labels              | {a: b}
          tolerations are one value            | {spec: {template: {spec: {tolerations: [{key: b, operator: Exists}]}}}} | /spec/template/spec/tolerations | [{key: b, operator: Exists}]
          only some keys are retained          | {spec: {strategy: {$retainKeys: [type], type: Recreate}}} | /spec/strategy        | {type: Recreate}
          an order is ignored                  | {spec: {template: {spec: {$setElementOrder/containers: [{name: sidecar}, {name: web}]}}}} | /spec/template/spec/containers/0/name | web
          """)
  void strategicMerge(String what, String patch, String pointer, String expected) {
    ObjectNode patched =
        StrategicMergePatch.apply(
            ResourceTypes.DEPLOYMENTS, Manifest.of(DEPLOYMENT), Manifest.of(patch));

    assertThat(patched.at(pointer)).isEqualTo(Manifest.tree(expected));
  }

  @Test
  void finalizersAreASet() {
    ObjectNode object = Manifest.of("metadata: {finalizers: [a, b]}");

    assertThat(strategically(object, "metadata: {finalizers: [b, c]}"))
        .isEqualTo(Manifest.of("metadata: {finalizers: [a, b, c]}"));
    assertThat(strategically(object, "metadata: {$deleteFromPrimitiveList/finalizers: [a]}"))
        .isEqualTo(Manifest.of("metadata: {finalizers: [b]}"));
  }

  @Test
  void cordonLeavesTheTaintsAlone() {
    ObjectNode node = Manifest.of("spec: {taints: [{key: a, effect: NoSchedule}]}");

    assertThat(
            StrategicMergePatch.apply(
                ResourceTypes.NODES, node, Manifest.of("spec: {unschedulable: true}")))
        .isEqualTo(
            Manifest.of("spec: {taints: [{key: a, effect: NoSchedule}], unschedulable: true}"));
  }

  @Test
  void anElementWithoutItsKeyIsRefused() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () ->
                strategically(
                    Manifest.of(DEPLOYMENT),
                    "spec: {template: {spec: {containers: [{image: x}]}}}"));

    assertThat(refusal.code()).isEqualTo(400);
    assertThat(refusal).hasMessageContaining("does not contain declared merge key: name");
  }

  @Test
  void customResourcesHaveNoStrategicMerge() {
    ResourceType widgets =
        new ResourceType("acme.io", "v1", "widgets", "widget", "Widget", true, List.of());

    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () -> StrategicMergePatch.apply(widgets, Manifest.of("spec: {}"), Manifest.of("a: b")));

    assertThat(refusal.code()).isEqualTo(415);
  }

  @Test
  void mergePatchReplacesLists() {
    ObjectNode patched =
        MergePatch.apply(
            Manifest.of(DEPLOYMENT),
            Manifest.of(
                "{metadata: {labels: {tier: null}}, spec: {template: {spec: {containers: [{name:"
                    + " only}]}}}}"));

    assertThat(patched.at("/spec/template/spec/containers"))
        .isEqualTo(Manifest.tree("[{name: only}]"));
    assertThat(patched.at("/metadata/labels")).isEqualTo(Manifest.tree("{app: web}"));
    assertThat(patched.at("/spec/replicas").asInt()).isEqualTo(4);
  }

  @Test
  void jsonPatchDoesItsOperationsInOrder() {
    ObjectNode patched =
        JsonPatch.apply(
            Manifest.of(DEPLOYMENT),
            Manifest.tree(
                """
                - {op: test, path: /spec/replicas, value: 4}
                - {op: replace, path: /spec/replicas, value: 5}
                - {op: add, path: /metadata/labels/new~1key, value: x}
                - {op: remove, path: /spec/template/spec/containers/1}
                """));

    assertThat(patched.at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(patched.path("metadata").path("labels").path("new/key").asText()).isEqualTo("x");
    assertThat(patched.at("/spec/template/spec/containers")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{op: test, path: /spec/replicas, value: 7}] | 422
          [{op: remove, path: /spec/none}]             | 422
          [{op: dance, path: /spec}]                   | 400
          {spec: {}}                                   | 400
          """)
  void aJsonPatchThatDoesNotFitIsRefused(String operations, int code) {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () -> JsonPatch.apply(Manifest.of(DEPLOYMENT), Manifest.tree(operations)));

    assertThat(refusal.code()).isEqualTo(code);
  }

  @Test
  void noPatchChangesWhatItIsAppliedTo() {
    ObjectNode object = Manifest.of(DEPLOYMENT);
    strategically(object, "spec: {template: {spec: {containers: [{name: web, image: x}]}}}");
    MergePatch.apply(object, Manifest.of("spec: {replicas: 9}"));
    JsonPatch.apply(object, Manifest.tree("[{op: remove, path: /spec/replicas}]"));

    assertThat(object).isEqualTo(Manifest.of(DEPLOYMENT));
  }

  private static ObjectNode strategically(ObjectNode object, String patch) {
    return StrategicMergePatch.apply(ResourceTypes.DEPLOYMENTS, object, Manifest.of(patch));
  }
}
