package dev.binnacle.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Workloads of tests on a simulated cluster, made and seen past its API. */
public final class TestWorkloads {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final KubernetesSimulator simulator;

  /** Workloads on that cluster. */
  public TestWorkloads(TestCluster cluster) {
    simulator = cluster.simulator();
  }

  /** All pods. */
  public Stream<ObjectNode> pods() {
    return simulator.store().list(ResourceTypes.PODS).stream();
  }

  /** The pods of a node that a drain has to evict: neither mirror pods nor those of DaemonSets. */
  public List<ObjectNode> ordinaryPodsOn(String node) {
    return pods()
        .filter(pod -> pod.at("/spec/nodeName").asText().equals(node))
        .filter(pod -> !pod.at("/metadata/annotations").has("kubernetes.io/config.mirror"))
        .filter(pod -> !pod.at("/metadata/ownerReferences/0/kind").asText().equals("DaemonSet"))
        .toList();
  }

  /** The pods of an app. */
  public Stream<ObjectNode> pods(String namespace, String app) {
    return pods()
        .filter(pod -> pod.at("/metadata/namespace").asText().equals(namespace))
        .filter(pod -> pod.at("/metadata/labels/app").asText().equals(app));
  }

  /** Pods of a new Deployment that run on that node alone, once they are ready. */
  public void deploy(String namespace, String app, int replicas, String node) {
    ensureNamespace(namespace);
    simulator
        .store()
        .create(
            ResourceTypes.of("Deployment").orElseThrow(),
            Manifest.read(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %2$s, namespace: %1$s, labels: {app: %2$s}}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %2$s}}
                  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
                  template:
                    metadata: {labels: {app: %2$s}}
                    spec:
                      terminationGracePeriodSeconds: 30
                      nodeSelector: {kubernetes.io/hostname: %4$s}
                      containers:
                        - {name: main, image: 'registry.example.org/app:1.0'}
                """
                    .formatted(namespace, app, replicas, node)));
    awaitReady(namespace, app, replicas);
  }

  /** Waits until so many pods of an app are ready. */
  private void awaitReady(String namespace, String app, int replicas) {
    Patience.until(
        replicas + " ready pods of " + app,
        DEADLINE,
        () -> pods(namespace, app).filter(TestWorkloads::isReady).count(),
        ready -> ready == replicas);
  }

  private static boolean isReady(ObjectNode pod) {
    for (var condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True")
            && !pod.path("metadata").has("deletionTimestamp");
      }
    }
    return false;
  }

  /** A pod on that node that nothing made. */
  public void runAlone(String namespace, String name, String node) {
    ensureNamespace(namespace);
    simulator
        .store()
        .create(
            ResourceTypes.PODS,
            Manifest.read(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %2$s, namespace: %1$s, labels: {app: %2$s}}
                spec:
                  nodeName: %3$s
                  terminationGracePeriodSeconds: 30
                  volumes: [{name: scratch, emptyDir: {}}]
                  containers:
                    - {name: main, image: 'registry.example.org/app:1.0'}
                """
                    .formatted(namespace, name, node)));
  }

  /** A budget over the pods of an app. */
  public void protect(String namespace, String app, int minAvailable) {
    simulator
        .store()
        .create(
            ResourceTypes.of("PodDisruptionBudget").orElseThrow(),
            Manifest.read(
                """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %2$s, namespace: %1$s}
                spec:
                  minAvailable: %3$d
                  selector: {matchLabels: {app: %2$s}}
                """
                    .formatted(namespace, app, minAvailable)));
    Patience.until(
        "the budget of " + app + " is observed",
        DEADLINE,
        () -> budget(namespace, app).at("/status/observedGeneration").asInt(0),
        seen -> seen > 0);
  }

  /** Changes a budget. */
  public void relax(String namespace, String app, int minAvailable) {
    simulator
        .store()
        .update(
            budgetKey(namespace, app),
            budget -> {
              ((ObjectNode) budget.path("spec")).put("minAvailable", minAvailable);
              return budget;
            });
  }

  private ObjectNode budget(String namespace, String app) {
    return simulator.store().get(budgetKey(namespace, app)).orElseThrow();
  }

  private static Key budgetKey(String namespace, String app) {
    return new Key(ResourceTypes.of("PodDisruptionBudget").orElseThrow(), namespace, app);
  }

  private void ensureNamespace(String name) {
    var type = ResourceTypes.of("Namespace").orElseThrow();
    if (simulator.store().get(new Key(type, "", name)).isEmpty()) {
      simulator
          .store()
          .create(
              type,
              Manifest.read(
                  "{apiVersion: v1, kind: Namespace, metadata: {name: %s}, status: {phase: Active}}"
                      .formatted(name)));
    }
  }

  /** Deletes what tests made in a namespace, and waits until it is gone. */
  public void clear(String namespace) {
    for (var kind : List.of("Deployment", "PodDisruptionBudget", "ReplicaSet", "Pod")) {
      var type = ResourceTypes.of(kind).orElseThrow();
      var made = new ArrayList<>(simulator.store().list(type, namespace));
      made.forEach(object ->
          simulator.store().delete(new Key(type, namespace, object.at("/metadata/name").asText())));
    }
  }

  /** How often evictions of a pod were accepted. */
  public int evictions(String uid) {
    return simulator.evictions().count(uid);
  }
}
