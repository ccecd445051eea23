package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of any object. The methods that change something change the given tree.
 *
 * @param object the whole object
 */
public record Meta(ObjectNode object) {
  private JsonNode metadata() {
    return object.path("metadata");
  }

  private ObjectNode changeable() {
    return object.withObjectProperty("metadata");
  }

  public String name() {
    return metadata().path("name").asText();
  }

  /** The namespace; empty when the object is cluster-scoped. */
  public String namespace() {
    return metadata().path("namespace").asText("");
  }

  public String uid() {
    return metadata().path("uid").asText();
  }

  public long generation() {
    return metadata().path("generation").asLong();
  }

  public long resourceVersion() {
    return metadata().path("resourceVersion").asLong();
  }

  /** When it was created; the epoch when that is not known. */
  public Instant created() {
    return Timestamps.read(metadata().path("creationTimestamp")).orElse(Instant.EPOCH);
  }

  public boolean isTerminating() {
    return metadata().hasNonNull("deletionTimestamp");
  }

  public Map<String, String> labels() {
    return strings(metadata().path("labels"));
  }

  public Optional<String> label(String key) {
    return text(metadata().path("labels").path(key));
  }

  public Optional<String> annotation(String key) {
    return text(metadata().path("annotations").path(key));
  }

  public Map<String, String> annotations() {
    return strings(metadata().path("annotations"));
  }

  public Meta putLabel(String key, String value) {
    changeable().withObjectProperty("labels").put(key, value);
    return this;
  }

  public Meta putAnnotation(String key, String value) {
    changeable().withObjectProperty("annotations").put(key, value);
    return this;
  }

  public List<String> finalizers() {
    List<String> names = new ArrayList<>();
    metadata().path("finalizers").forEach(name -> names.add(name.asText()));
    return names;
  }

  public boolean hasFinalizer(String name) {
    return finalizers().contains(name);
  }

  public Meta addFinalizer(String name) {
    if (!hasFinalizer(name)) {
      changeable().withArrayProperty("finalizers").add(name);
    }
    return this;
  }

  public Meta removeFinalizer(String name) {
    List<String> rest = finalizers().stream().filter(other -> !other.equals(name)).toList();
    if (rest.isEmpty()) {
      changeable().remove("finalizers");
    } else {
      ArrayNode array = changeable().putArray("finalizers");
      rest.forEach(array::add);
    }
    return this;
  }

  public List<OwnerReference> owners() {
    List<OwnerReference> owners = new ArrayList<>();
    metadata().path("ownerReferences").forEach(json -> owners.add(OwnerReference.read(json)));
    return owners;
  }

  /** The owner that manages the object; there is at most one. */
  public Optional<OwnerReference> controller() {
    return owners().stream().filter(OwnerReference::controller).findFirst();
  }

  public boolean isControlledBy(String uid) {
    return controller().filter(owner -> owner.uid().equals(uid)).isPresent();
  }

  public Meta addOwner(OwnerReference owner) {
    changeable().withArrayProperty("ownerReferences").add(owner.toJson());
    return this;
  }

  public Meta removeOwner(String uid) {
    List<OwnerReference> rest =
        owners().stream().filter(owner -> !owner.uid().equals(uid)).toList();
    changeable().remove("ownerReferences");
    rest.forEach(this::addOwner);
    return this;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private static Map<String, String> strings(JsonNode node) {
    Map<String, String> strings = new LinkedHashMap<>();
    node.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }
}
