package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the types say of their lists and maps: which lists are maps by a key of their elements,
 * which are sets, and what is replaced as a whole. Source: the markers listType, listMapKey,
 * mapType, structType and patchMergeKey in kubernetes staging/src/k8s.io/api and apimachinery. What
 * is not named here is a list that is replaced as a whole, as tolerations and taints are.
 */
enum Topology {
  /** Of the built-in types. */
  BUILT_IN,
  /** Of types without a schema: every list is replaced as a whole. */
  UNKNOWN;

  /** How a list is merged. */
  sealed interface ListKind {}

  /** Elements are known by these fields. */
  record ByKeys(List<String> keys) implements ListKind {}

  /** Elements are known by their value. */
  record ASet() implements ListKind {}

  /** Replaced as a whole. */
  record Atomic() implements ListKind {}

  private static final ListKind ATOMIC = new Atomic();
  private static final ListKind SET = new ASet();

  private static final Map<String, ListKind> ANYWHERE =
      Map.ofEntries(
          Map.entry("containers", keys("name")),
          Map.entry("initContainers", keys("name")),
          Map.entry("ephemeralContainers", keys("name")),
          Map.entry("env", keys("name")),
          Map.entry("volumeMounts", keys("mountPath")),
          Map.entry("volumeDevices", keys("devicePath")),
          Map.entry("volumes", keys("name")),
          Map.entry("imagePullSecrets", keys("name")),
          Map.entry("secrets", keys("name")),
          Map.entry("hostAliases", keys("ip")),
          Map.entry("topologySpreadConstraints", keys("topologyKey", "whenUnsatisfiable")),
          Map.entry("conditions", keys("type")),
          Map.entry("ownerReferences", keys("uid")),
          Map.entry("podIPs", keys("ip")),
          Map.entry("hostIPs", keys("ip")),
          Map.entry("schedulingGates", keys("name")),
          Map.entry("resourceClaims", keys("name")),
          Map.entry("podCIDRs", SET));

  private static final ListKind CONTAINER_PORTS = keys("containerPort", "protocol");
  private static final ListKind SERVICE_PORTS = keys("port", "protocol");
  private static final ListKind NODE_ADDRESSES = keys("type");

  private static final Set<String> ATOMIC_OBJECTS =
      Set.of(
          "selector",
          "nodeSelector",
          "secretKeyRef",
          "configMapKeyRef",
          "fieldRef",
          "resourceFieldRef",
          "involvedObject",
          "roleRef");

  private static final Set<String> MAPS =
      Set.of("labels", "annotations", "data", "binaryData", "limits", "requests", "matchLabels");

  /** What is known of a type: custom resources have no schema here. */
  static Topology of(ResourceType type) {
    return ResourceTypes.all().contains(type) ? BUILT_IN : UNKNOWN;
  }

  private static ListKind keys(String... names) {
    return new ByKeys(List.of(names));
  }

  /**
   * How a list is merged.
   *
   * @param parent the field that holds the object or list around it; "" at the top
   */
  ListKind list(String parent, String field) {
    if (this == UNKNOWN && !parent.equals("metadata")) {
      return ATOMIC;
    }
    return switch (field) {
      case "ports" -> ports(parent);
      case "addresses" -> parent.equals("status") ? NODE_ADDRESSES : ATOMIC;
      case "finalizers" -> parent.equals("metadata") ? SET : ATOMIC;
      default -> ANYWHERE.getOrDefault(field, ATOMIC);
    };
  }

  private static ListKind ports(String parent) {
    return switch (parent) {
      case "containers", "initContainers" -> CONTAINER_PORTS;
      case "spec" -> SERVICE_PORTS;
      default -> ATOMIC;
    };
  }

  /** Whether an object belongs to one manager as a whole. */
  boolean isAtomicObject(String field) {
    return this == BUILT_IN && ATOMIC_OBJECTS.contains(field);
  }

  /** Whether an object is a map, which is a field of its own beside its entries. */
  boolean isMap(String field) {
    return MAPS.contains(field);
  }

  /** The path element of a list's element, as managedFields write it. */
  static String element(ListKind kind, JsonNode element) {
    return switch (kind) {
      case ByKeys byKeys -> "k:" + text(identity(byKeys, element));
      case ASet set -> "v:" + text(element);
      case Atomic atomic -> throw new IllegalArgumentException("No path into an atomic list");
    };
  }

  /** The keys of an element; ports without a protocol are TCP. */
  static ObjectNode identity(ByKeys kind, JsonNode element) {
    ObjectNode identity = Json.object();
    for (String key : kind.keys()) {
      JsonNode value = element.path(key);
      if (!value.isMissingNode()) {
        identity.set(key, value);
      } else if (key.equals("protocol")) {
        identity.put(key, "TCP");
      }
    }
    return identity;
  }

  private static String text(JsonNode tree) {
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }
}
