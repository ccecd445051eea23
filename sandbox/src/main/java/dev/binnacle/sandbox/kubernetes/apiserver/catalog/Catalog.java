package dev.binnacle.sandbox.kubernetes.apiserver.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The served types: the built-in ones and those that custom resource definitions add. */
public final class Catalog {
  private static final List<String> STATUS = List.of("status");
  private static final List<String> STATUS_AND_SCALE = List.of("scale", "status");
  private static final Map<ResourceType, List<String>> SUBRESOURCES =
      Map.ofEntries(
          Map.entry(ResourceTypes.NAMESPACES, List.of("finalize", "status")),
          Map.entry(ResourceTypes.NODES, List.of("proxy", "status")),
          Map.entry(
              ResourceTypes.PODS,
              List.of("binding", "ephemeralcontainers", "eviction", "log", "status")),
          Map.entry(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, STATUS),
          Map.entry(ResourceTypes.PERSISTENT_VOLUMES, STATUS),
          Map.entry(ResourceTypes.REPLICATION_CONTROLLERS, STATUS_AND_SCALE),
          Map.entry(ResourceTypes.RESOURCE_QUOTAS, STATUS),
          Map.entry(ResourceTypes.SERVICES, STATUS),
          Map.entry(ResourceTypes.DAEMON_SETS, STATUS),
          Map.entry(ResourceTypes.DEPLOYMENTS, STATUS_AND_SCALE),
          Map.entry(ResourceTypes.REPLICA_SETS, STATUS_AND_SCALE),
          Map.entry(ResourceTypes.STATEFUL_SETS, STATUS_AND_SCALE),
          Map.entry(ResourceTypes.HORIZONTAL_POD_AUTOSCALERS, STATUS),
          Map.entry(ResourceTypes.CRON_JOBS, STATUS),
          Map.entry(ResourceTypes.JOBS, STATUS),
          Map.entry(ResourceTypes.INGRESSES, STATUS),
          Map.entry(ResourceTypes.POD_DISRUPTION_BUDGETS, STATUS),
          Map.entry(ResourceTypes.VOLUME_ATTACHMENTS, STATUS),
          Map.entry(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, STATUS));

  private final ObjectStore store;

  public Catalog(ObjectStore store) {
    this.store = store;
  }

  /** The type that a path names, when it is served. */
  public Optional<ResourceType> find(ResourcePath path) {
    return types()
        .filter(type ->
            type.plural().equals(path.plural())
                && type.group().equals(path.group())
                && type.version().equals(path.version()))
        .findFirst();
  }

  /** Every served type. */
  public Stream<ResourceType> types() {
    return Stream.concat(ResourceTypes.all().stream(), custom());
  }

  /** The subresources of a type, by name. */
  public List<String> subresources(ResourceType type) {
    List<String> builtIn = SUBRESOURCES.get(type);
    return builtIn == null && definition(type).isPresent()
        ? STATUS
        : Optional.ofNullable(builtIn).orElse(List.of());
  }

  /** The definition behind a custom type. */
  public Optional<ObjectNode> definition(ResourceType type) {
    return store.peek(
        new ObjectStore.Key(
            ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, "", type.plural() + "." + type.group()));
  }

  private Stream<ResourceType> custom() {
    return store.listing(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS).objects().stream()
        .flatMap(Catalog::types);
  }

  private static Stream<ResourceType> types(ObjectNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    String kind = names.path("kind").asText();
    List<String> shortNames = new ArrayList<>();
    names.path("shortNames").forEach(name -> shortNames.add(name.asText()));
    return StreamSupport.stream(spec.path("versions").spliterator(), false)
        .filter(version -> version.path("served").asBoolean())
        .map(version ->
            new ResourceType(
                spec.path("group").asText(),
                version.path("name").asText(),
                names.path("plural").asText(),
                names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                kind,
                spec.path("scope").asText().equals("Namespaced"),
                shortNames));
  }
}
