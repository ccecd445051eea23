package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.GeneratedNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The pod template of a workload.
 *
 * @param json the tree below spec.template, not changed through this record
 */
record PodTemplate(JsonNode json) {
  static final String HASH_LABEL = "pod-template-hash";
  static final String REVISION_LABEL = "controller-revision-hash";

  private static final ObjectWriter CANONICAL =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

  static PodTemplate of(ObjectNode workload) {
    return new PodTemplate(workload.path("spec").path("template"));
  }

  Map<String, String> labels() {
    return json instanceof ObjectNode template ? new Meta(template).labels() : Map.of();
  }

  /** A pod of this template, not created yet. */
  ObjectNode instantiate(ObjectNode owner, String name) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    JsonNode metadata = json.path("metadata").deepCopy();
    pod.set("metadata", metadata.isObject() ? metadata : pod.objectNode());
    pod.withObjectProperty("metadata")
        .put("name", name)
        .put("namespace", new Meta(owner).namespace());
    pod.set("spec", json.path("spec").deepCopy());
    PodDefaults.apply(pod);
    new Meta(pod).addOwner(OwnerReference.controlledBy(owner));
    return pod;
  }

  /**
   * A short hash that names revisions. Stable across runs, but not the number that Kubernetes
   * computes from its Go structures (pkg/util/hash/hash.go).
   *
   * @param collisions changes the hash when a name is taken by something else
   */
  String hash(int collisions) {
    int hash = 0x811c9dc5;
    for (byte each : (canonical() + collisions).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    return GeneratedNames.safe(Integer.toUnsignedString(hash));
  }

  /** Whether both describe the same pods, leaving the hash label aside. */
  boolean isSameAs(PodTemplate other) {
    return withoutHash().equals(other.withoutHash());
  }

  private JsonNode withoutHash() {
    JsonNode labels = json.path("metadata").path("labels");
    if (!labels.has(HASH_LABEL)) {
      return json;
    }
    JsonNode copy = json.deepCopy();
    ((ObjectNode) copy.path("metadata").path("labels")).remove(HASH_LABEL);
    return copy;
  }

  private String canonical() {
    try {
      return CANONICAL.writeValueAsString(withoutHash());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
