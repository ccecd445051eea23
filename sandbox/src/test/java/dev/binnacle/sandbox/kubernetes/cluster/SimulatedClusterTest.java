package dev.binnacle.sandbox.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.sandbox.kubernetes.apiserver.LogOptions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seeded cluster as it runs behind an API server, on real time. */
class SimulatedClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void newClusterIsSound() throws Exception {
    try (ObjectStore store = ObjectStore.inMemory();
        SimulatedCluster cluster = start(store)) {
      assertThat(nodes(store)).hasSize(9).allMatch(Node::isReady);
      assertThat(pods(store))
          .hasSizeGreaterThan(60)
          .allMatch(pod -> pod.isReady() || pod.phase().equals("Succeeded"));
      assertThat(on(store, "worker-2", "shop"))
          .singleElement()
          .matches(pod -> pod.name().startsWith("web-"));
      assertThat(on(store, "worker-3", "shop")).anyMatch(pod -> pod.name().startsWith("billing-"));
      assertThat(budget(store, "billing").at("/status/disruptionsAllowed").asInt()).isZero();
      assertThat(budget(store, "web").at("/status/disruptionsAllowed").asInt()).isEqualTo(1);
      assertThat(cluster.metrics().node("worker-1")).isPresent();
      assertThat(cluster.kubelets().statsSummary("worker-1").at("/node/nodeName").asText())
          .isEqualTo("worker-1");
    }
  }

  @Test
  void podsOfADrainedNodeComeUpElsewhere() throws Exception {
    try (ObjectStore store = ObjectStore.inMemory();
        SimulatedCluster cluster = start(store)) {
      change(
          store,
          key("worker-2"),
          node -> node.withObjectProperty("spec").put("unschedulable", true));
      Pod web = on(store, "worker-2", "shop").getFirst();
      change(
          store,
          new Key(ResourceTypes.PODS, "shop", web.name()),
          SimulatedClusterTest::beginDeletion);

      await(() -> on(store, "worker-2", "shop").isEmpty());
      await(() -> ready(store, "web") == 4);
      assertThat(new Node(store.get(key("worker-2")).orElseThrow()).taints())
          .anyMatch(taint -> taint.key().equals("node.kubernetes.io/unschedulable"));
      await(() -> budget(store, "web").at("/status/disruptionsAllowed").asInt() == 1);
    }
  }

  @Test
  void goesOnWithWhatAnEarlierRunLeft() throws Exception {
    List<String> before;
    try (ObjectStore store = ObjectStore.in(directory, InstantSource.system());
        SimulatedCluster cluster = start(store)) {
      before = pods(store).stream().map(Pod::uid).toList();
    }
    try (ObjectStore store = ObjectStore.in(directory, InstantSource.system());
        SimulatedCluster cluster = start(store)) {
      Thread.sleep(500);
      assertThat(pods(store)).extracting(Pod::uid).containsExactlyElementsOf(before);
      assertThat(nodes(store)).allMatch(Node::isReady);
      Pod web = on(store, "worker-2", "shop").getFirst();
      store.delete(new Key(ResourceTypes.PODS, "shop", web.name()));
      await(() -> ready(store, "web") == 4);
    }
  }

  @Test
  void logsTailAndFollow() throws Exception {
    try (ObjectStore store = ObjectStore.inMemory();
        SimulatedCluster cluster = start(store)) {
      Pod web = on(store, "worker-2", "shop").getFirst();
      var tail =
          new LogOptions(
              false, false, true, Optional.empty(), OptionalLong.of(3), OptionalLong.empty());
      try (var in = cluster.kubelets().logs("shop", web.name(), "web", tail)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(3).allMatch(line -> line.contains("level="));
      }
      var follow =
          new LogOptions(
              true, false, false, Optional.empty(), OptionalLong.of(0), OptionalLong.empty());
      try (var in = cluster.kubelets().logs("shop", web.name(), "web", follow)) {
        assertThat(in.read()).isGreaterThan(0);
        store.delete(new Key(ResourceTypes.PODS, "shop", web.name()));
        in.readAllBytes();
      }
    }
  }

  private static SimulatedCluster start(ObjectStore store) {
    return SimulatedCluster.start(store, SimulatorSettings.usual(), new Faults());
  }

  private static void beginDeletion(ObjectNode pod) {
    pod.withObjectProperty("metadata")
        .put("deletionTimestamp", Timestamps.seconds(Instant.now().plusSeconds(30)))
        .put("deletionGracePeriodSeconds", 30);
  }

  private static void change(ObjectStore store, Key key, Consumer<ObjectNode> change) {
    store.update(
        key,
        object -> {
          change.accept(object);
          return object;
        });
  }

  private static Key key(String node) {
    return new Key(ResourceTypes.NODES, "", node);
  }

  private static List<Node> nodes(ObjectStore store) {
    return store.list(ResourceTypes.NODES).stream().map(Node::new).toList();
  }

  private static List<Pod> pods(ObjectStore store) {
    return store.list(ResourceTypes.PODS).stream().map(Pod::new).toList();
  }

  private static List<Pod> on(ObjectStore store, String node, String namespace) {
    return store.list(ResourceTypes.PODS, namespace).stream()
        .map(Pod::new)
        .filter(pod -> pod.nodeName().equals(node))
        .toList();
  }

  private static long ready(ObjectStore store, String name) {
    return pods(store).stream()
        .filter(pod ->
            new Meta(pod.json()).label("app.kubernetes.io/name").filter(name::equals).isPresent())
        .filter(Pod::isReady)
        .count();
  }

  private static ObjectNode budget(ObjectStore store, String name) {
    return store.get(new Key(ResourceTypes.POD_DISRUPTION_BUDGETS, "shop", name)).orElseThrow();
  }

  private static void await(BooleanSupplier state) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!state.getAsBoolean()) {
      assertThat(Instant.now()).as("patience").isBefore(deadline);
      Thread.sleep(50);
    }
  }
}
