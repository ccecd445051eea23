package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManagedFieldsTest {
  private static final Instant MORNING = Instant.parse("2026-01-02T08:00:00.5Z");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final ObjectNode created =
      ManagedFields.afterUpdate(
          ResourceTypes.NODES,
          Optional.empty(),
          Manifest.of(
              """
              apiVersion: v1
              kind: Node
              metadata: {name: worker-1, uid: u, labels: {zone: a}}
              spec: {podCIDR: 10.42.1.0/24}
              """),
          "kubelet",
          "",
          MORNING);

  @Test
  void theCreatorOwnsEverythingButWhatNobodyOwns() {
    assertThat(created.at("/metadata/managedFields"))
        .isEqualTo(
            Manifest.tree(
                """
                - manager: kubelet
                  operation: Update
                  apiVersion: v1
                  time: "2026-01-02T08:00:00Z"
                  fieldsType: FieldsV1
                  fieldsV1:
                    f:metadata: {f:labels: {".": {}, f:zone: {}}}
                    f:spec: {f:podCIDR: {}}
                """));
  }

  @Test
  void whoChangesAFieldTakesItOver() {
    ObjectNode changed = changed("{metadata: {labels: {zone: b}}}", "kubectl-label", "");

    assertThat(fields(changed, 0).path("f:metadata").path("f:labels"))
        .isEqualTo(Manifest.tree("{}"));
    assertThat(fields(changed, 1))
        .isEqualTo(Manifest.tree("{f:metadata: {f:labels: {f:zone: {}}}}"));
    assertThat(changed.at("/metadata/managedFields/1/time").asText())
        .isEqualTo("2026-01-02T12:00:00Z");
  }

  @Test
  void aRemovedFieldHasNoOwner() {
    ObjectNode changed =
        changed("{spec: {podCIDR: null, unschedulable: true}}", "kubectl-cordon", "");

    assertThat(fields(changed, 0).has("f:spec")).isFalse();
    assertThat(fields(changed, 1)).isEqualTo(Manifest.tree("{f:spec: {f:unschedulable: {}}}"));
  }

  @Test
  void nothingChangesWithoutAChange() {
    assertThat(changed("{metadata: {labels: {zone: a}}}", "kubelet", "")).isEqualTo(created);
  }

  @Test
  void aStatusHasAnEntryOfItsOwn() {
    ObjectNode changed =
        changed("{status: {conditions: [{type: Ready, status: 'True'}]}}", "kubelet", "status");

    assertThat(changed.at("/metadata/managedFields")).hasSize(2);
    assertThat(changed.at("/metadata/managedFields/1/subresource").asText()).isEqualTo("status");
    assertThat(fields(changed, 1))
        .isEqualTo(
            Manifest.tree(
                """
                f:status:
                  f:conditions:
                    'k:{"type":"Ready"}': {".": {}, f:status: {}, f:type: {}}
                """));
  }

  @Test
  void whatIsNullIsNotThere() {
    ObjectNode after = created.deepCopy();
    after.withObjectProperty("spec").putNull("externalID");

    assertThat(
            ManagedFields.afterUpdate(
                    ResourceTypes.NODES, Optional.of(created), after, "kubectl", "", NOON)
                .at("/metadata/managedFields"))
        .isEqualTo(created.at("/metadata/managedFields"));
  }

  @Test
  void aWriterMayGiveTheEntriesItself() {
    ObjectNode after = created.deepCopy();
    ((ObjectNode) after.at("/metadata/managedFields/0")).put("operation", "Apply");

    assertThat(
            ManagedFields.afterUpdate(
                    ResourceTypes.NODES, Optional.of(created), after, "kubectl", "", NOON)
                .at("/metadata/managedFields/0/operation")
                .asText())
        .isEqualTo("Apply");
  }

  @Test
  void oneEmptyEntryForgetsAllOwners() {
    assertThat(
            changed("{metadata: {managedFields: [{}]}}", "kubectl", "")
                .path("metadata")
                .has("managedFields"))
        .isFalse();
  }

  private ObjectNode changed(String mergePatch, String manager, String subresource) {
    return ManagedFields.afterUpdate(
        ResourceTypes.NODES,
        Optional.of(created),
        MergePatch.apply(created, Manifest.of(mergePatch)),
        manager,
        subresource,
        NOON);
  }

  private static JsonNode fields(ObjectNode object, int entry) {
    return object.at("/metadata/managedFields/" + entry + "/fieldsV1");
  }
}
