package dev.binnacle.sandbox.kubernetes.apiserver.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents by which clients find out what is served. */
public final class Discovery {
  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> CHANGE_VERBS = List.of("get", "patch", "update");
  private static final Set<ResourceType> IN_ALL =
      Set.of(
          ResourceTypes.PODS,
          ResourceTypes.REPLICATION_CONTROLLERS,
          ResourceTypes.SERVICES,
          ResourceTypes.DAEMON_SETS,
          ResourceTypes.DEPLOYMENTS,
          ResourceTypes.REPLICA_SETS,
          ResourceTypes.STATEFUL_SETS,
          ResourceTypes.HORIZONTAL_POD_AUTOSCALERS,
          ResourceTypes.CRON_JOBS,
          ResourceTypes.JOBS);

  /** A resource that is not stored: it is only created, to be answered. */
  private record Review(String plural, String kind, boolean namespaced) {}

  private static final Map<String, List<Review>> REVIEWS =
      Map.of(
          "authorization.k8s.io/v1",
          List.of(
              new Review("localsubjectaccessreviews", "LocalSubjectAccessReview", true),
              new Review("selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
              new Review("selfsubjectrulesreviews", "SelfSubjectRulesReview", false),
              new Review("subjectaccessreviews", "SubjectAccessReview", false)),
          "authentication.k8s.io/v1",
          List.of(new Review("selfsubjectreviews", "SelfSubjectReview", false)));

  private final Catalog catalog;

  public Discovery(Catalog catalog) {
    this.catalog = catalog;
  }

  /** {@code /version}. */
  public ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "33")
        .put("emulationMajor", "1")
        .put("emulationMinor", "33")
        .put("minCompatibilityMajor", "1")
        .put("minCompatibilityMinor", "32")
        .put("gitVersion", "v1.33.4+rke2r1")
        .put("gitCommit", "74cdb4273dac9d8ae77a65c8d3b25e4b1c96d13b")
        .put("gitTreeState", "clean")
        .put("buildDate", "2025-08-14T15:45:18Z")
        .put("goVersion", "go1.24.5 X:boringcrypto")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }

  /** {@code /api}. */
  public ObjectNode coreVersions(String address) {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return versions;
  }

  /** {@code /apis}. */
  public ObjectNode groups() {
    ObjectNode list = Json.object("v1", "APIGroupList");
    ArrayNode groups = list.putArray("groups");
    versionsByGroup().forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  /** {@code /apis/apps}; empty when there is no such group. */
  public Optional<ObjectNode> group(String name) {
    return Optional.ofNullable(versionsByGroup().get(name))
        .map(versions -> {
          ObjectNode group = Json.object("v1", "APIGroup");
          group.setAll(group(name, versions));
          return group;
        });
  }

  /** {@code /api/v1} or {@code /apis/apps/v1}; empty when there is no such version. */
  public Optional<ObjectNode> resources(String groupVersion) {
    ObjectNode list = Json.object("v1", "APIResourceList").put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    catalog
        .types()
        .filter(type -> type.apiVersion().equals(groupVersion))
        .forEach(type -> addTo(resources, type));
    REVIEWS.getOrDefault(groupVersion, List.of()).forEach(review -> addTo(resources, review));
    if (groupVersion.equals("metrics.k8s.io/v1beta1")) {
      addMetrics(resources);
    }
    return Optional.of(list).filter(found -> !resources.isEmpty());
  }

  private Map<String, Set<String>> versionsByGroup() {
    Map<String, Set<String>> versions = new LinkedHashMap<>();
    catalog
        .types()
        .filter(type -> !type.group().isEmpty())
        .forEach(type ->
            versions
                .computeIfAbsent(type.group(), any -> new LinkedHashSet<>())
                .add(type.version()));
    REVIEWS.keySet().stream()
        .map(groupVersion -> groupVersion.split("/"))
        .forEach(parts -> versions.put(parts[0], Set.of(parts[1])));
    versions.put("metrics.k8s.io", Set.of("v1beta1"));
    return versions;
  }

  private static ObjectNode group(String name, Set<String> versions) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode listed = group.putArray("versions");
    versions.forEach(version -> listed.add(version(name, version)));
    group.set("preferredVersion", listed.get(0).deepCopy());
    return group;
  }

  private static ObjectNode version(String group, String version) {
    return Json.object().put("groupVersion", group + "/" + version).put("version", version);
  }

  private void addTo(ArrayNode resources, ResourceType type) {
    ObjectNode resource =
        resources
            .addObject()
            .put("name", type.plural())
            .put("singularName", type.singular())
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
    ArrayNode verbs = resource.putArray("verbs");
    ALL_VERBS.stream()
        .filter(verb -> !(type.equals(ResourceTypes.NAMESPACES) && verb.equals("deletecollection")))
        .forEach(verbs::add);
    if (!type.shortNames().isEmpty()) {
      type.shortNames().forEach(resource.putArray("shortNames")::add);
    }
    if (IN_ALL.contains(type)) {
      resource.putArray("categories").add("all");
    }
    for (String subresource : catalog.subresources(type)) {
      addTo(resources, type, subresource);
    }
  }

  private static void addTo(ArrayNode resources, ResourceType type, String subresource) {
    ObjectNode resource =
        resources
            .addObject()
            .put("name", type.plural() + "/" + subresource)
            .put("singularName", "")
            .put("namespaced", type.namespaced());
    switch (subresource) {
      case "scale" ->
          resource.put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
      case "eviction" ->
          resource.put("group", "policy").put("version", "v1").put("kind", "Eviction");
      case "binding" -> resource.put("kind", "Binding");
      case "proxy" -> resource.put("kind", "NodeProxyOptions");
      default -> resource.put("kind", type.kind());
    }
    ArrayNode verbs = resource.putArray("verbs");
    switch (subresource) {
      case "eviction", "binding" -> verbs.add("create");
      case "log", "proxy" -> verbs.add("get");
      case "finalize" -> verbs.add("update");
      default -> CHANGE_VERBS.forEach(verbs::add);
    }
  }

  private static void addTo(ArrayNode resources, Review review) {
    resources
        .addObject()
        .put("name", review.plural())
        .put("singularName", review.kind().toLowerCase(Locale.ROOT))
        .put("namespaced", review.namespaced())
        .put("kind", review.kind())
        .putArray("verbs")
        .add("create");
  }

  private static void addMetrics(ArrayNode resources) {
    addMetric(resources, "nodes", false, "NodeMetrics");
    addMetric(resources, "pods", true, "PodMetrics");
  }

  private static void addMetric(ArrayNode resources, String name, boolean namespaced, String kind) {
    resources
        .addObject()
        .put("name", name)
        .put("singularName", "")
        .put("namespaced", namespaced)
        .put("kind", kind)
        .putArray("verbs")
        .add("get")
        .add("list");
  }
}
