package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Kubelets;
import dev.binnacle.sandbox.kubernetes.apiserver.LogOptions;
import dev.binnacle.sandbox.kubernetes.apiserver.LogUnavailable;
import dev.binnacle.sandbox.kubernetes.apiserver.NodeUnreachable;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;

/** The kubelets as the API server reaches them, on port 10250 of their nodes. Thread-safe. */
public final class SimulatedKubelets implements Kubelets {
  private final ClusterView view;
  private final InstantSource time;
  private final Troubles troubles;

  public SimulatedKubelets(ClusterView view, InstantSource time, Troubles troubles) {
    this.view = view;
    this.time = time;
    this.troubles = troubles;
  }

  @Override
  public InputStream logs(String namespace, String pod, String container, LogOptions options) {
    Key key = new Key(ResourceTypes.PODS, namespace, pod);
    Pod found =
        view.pod(key).orElseThrow(() -> new LogUnavailable("pod \"%s\" not found".formatted(pod)));
    reach(found.nodeName());
    ContainerRun run = ContainerRun.of(found, container, options.previous());
    return new LogStream(run, options, time, () -> isStillRunning(key, found.uid(), run));
  }

  @Override
  public ObjectNode statsSummary(String node) {
    Node found = reach(node);
    if (troubles.areStatsUnavailable(node)) {
      throw refused(found, "i/o timeout");
    }
    return new StatsSummary(view, time.instant()).of(found, view.podsOn(node));
  }

  private boolean isStillRunning(Key key, String uid, ContainerRun run) {
    Optional<Pod> now = view.pod(key).filter(pod -> pod.uid().equals(uid));
    return now.isPresent()
        && !troubles.isDead(now.get().nodeName())
        && ContainerRun.isRunning(now.get(), run);
  }

  private Node reach(String name) {
    Node node =
        view.node(name)
            .orElseThrow(
                () -> new NodeUnreachable(name, "dial tcp: lookup " + name + ": no such host"));
    if (troubles.isDead(name)) {
      throw refused(node, "connect: no route to host");
    }
    return node;
  }

  private static NodeUnreachable refused(Node node, String why) {
    return new NodeUnreachable(
        node.name(), "dial tcp %s:10250: %s".formatted(node.internalAddress(), why));
  }
}
