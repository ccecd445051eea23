package dev.binnacle.sandbox.kubernetes.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.Pace;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlLoop;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.Preference;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A cluster on a time of its own, driven by the test's thread: whatever is due has happened when a
 * method returns. Containers start and end at once, all other delays are those of Kubernetes.
 */
public final class ClusterUnderTest implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Time that only passes when the test says so. */
  private static final class TestTime implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final TestTime time = new TestTime();
  private final ObjectStore store = ObjectStore.inMemory(time);
  private final Faults faults = new Faults();
  private final ControlPlane plane;
  private final ControlLoop loop;

  private ClusterUnderTest() {
    ClusterView view = new ClusterView();
    Pace pace = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10), 1);
    plane =
        new ControlPlane(
            store, view, new EventRecorder(store, time), time, pace, new FaultTroubles(faults));
    loop = new ControlLoop(store, view, time, ResourceTypes.all());
    Residents.of(plane, Preference.none(), new Random(1)).forEach(loop::add);
  }

  /** A cluster with nodes "node-1" and so on, and the namespace "test". */
  public static ClusterUnderTest withNodes(int count) {
    ClusterUnderTest cluster = new ClusterUnderTest();
    cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: test}}");
    for (int i = 1; i <= count; i++) {
      cluster.addNode("node-" + i);
    }
    return cluster;
  }

  /** A node with 4 cores, 8 GiB and room for 20 pods. */
  public void addNode(String name) {
    apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %1$s, labels: {kubernetes.io/hostname: %1$s}}
        spec: {podCIDR: 10.42.1.0/24}
        status:
          nodeInfo: {kubeletVersion: v1.33.4+rke2r1}
          addresses: [{type: InternalIP, address: 10.20.0.1}]
          capacity: {cpu: "4", memory: 8Gi, pods: "20", ephemeral-storage: 100Gi}
          allocatable: {cpu: "4", memory: 8Gi, pods: "20", ephemeral-storage: 100Gi}
        """
            .formatted(name));
  }

  /** Creates an object of a YAML text, or replaces its spec, and lets everything settle. */
  public ObjectNode apply(String yaml) {
    ObjectNode manifest = read(yaml);
    ResourceType type = ResourceTypes.of(manifest.path("kind").asText()).orElseThrow();
    if (type.namespaced()) {
      manifest.withObjectProperty("metadata").put("namespace", "test");
    }
    Key key = Key.of(type, manifest);
    if (store.get(key).isPresent()) {
      change(key, object -> object.set("spec", manifest.path("spec")));
    } else {
      store.create(type, manifest);
      settle();
    }
    return store.get(key).orElseThrow();
  }

  /** Changes an object and lets everything settle. */
  public void change(Key key, Consumer<ObjectNode> change) {
    plane.change(key, change).orElseThrow();
    settle();
  }

  public void changeSpec(ResourceType type, String name, Consumer<ObjectNode> change) {
    change(key(type, name), object -> change.accept(object.withObjectProperty("spec")));
  }

  /** Deletes as a client of the API does. */
  public void delete(Key key) {
    plane.delete(key);
    settle();
  }

  public void delete(Pod pod) {
    delete(ControlPlane.keyOf(pod));
  }

  public void settle() {
    loop.settle();
  }

  /** Lets time pass; what falls due on the way happens in its time. */
  public void pass(Duration duration) {
    Instant end = time.now.plus(duration);
    settle();
    for (Optional<Instant> due = loop.nextDue();
        due.filter(instant -> !instant.isAfter(end)).isPresent();
        due = loop.nextDue()) {
      time.now = due.get().isAfter(time.now) ? due.get() : time.now;
      settle();
    }
    time.now = end;
    settle();
  }

  public Key key(ResourceType type, String name) {
    return new Key(type, type.namespaced() ? "test" : "", name);
  }

  public Optional<ObjectNode> find(ResourceType type, String name) {
    return store.get(key(type, name));
  }

  public ObjectNode get(ResourceType type, String name) {
    return find(type, name).orElseThrow();
  }

  /** All of a type in the namespace "test". */
  public List<ObjectNode> all(ResourceType type) {
    return type.namespaced() ? store.list(type, "test") : store.list(type);
  }

  /** The pods that have the label app with this value, by name. */
  public List<Pod> pods(String app) {
    LabelSelector selector =
        LabelSelector.ofMap(JsonNodeFactory.instance.objectNode().put("app", app));
    return all(ResourceTypes.PODS).stream()
        .map(Pod::new)
        .filter(pod -> selector.matches(pod.labels()))
        .toList();
  }

  public List<Pod> activePods(String app) {
    return pods(app).stream().filter(Pod::isActive).toList();
  }

  public Node node(String name) {
    return new Node(get(ResourceTypes.NODES, name));
  }

  public Conditions conditions(ResourceType type, String name) {
    return new Conditions(get(type, name));
  }

  /** The reasons of the Events about an object, with their counts. */
  public Map<String, Integer> events(String about) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (ObjectNode event : store.list(ResourceTypes.EVENTS)) {
      if (event.path("involvedObject").path("name").asText().equals(about)) {
        reasons.merge(event.path("reason").asText(), event.path("count").asInt(), Integer::sum);
      }
    }
    return reasons;
  }

  public Faults faults() {
    return faults;
  }

  public Instant now() {
    return time.now;
  }

  @Override
  public void close() {
    loop.close();
    store.close();
  }

  private static ObjectNode read(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
