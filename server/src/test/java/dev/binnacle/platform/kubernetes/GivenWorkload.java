package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.UUID;

/** A deployment in a namespace of its own, which goes with it. */
public record GivenWorkload(KubernetesClient admin, String namespace) implements AutoCloseable {

  static GivenWorkload deploy(KubernetesClient admin, int replicas, String nodeSelector) {
    var namespace = "binnacle-it-" + UUID.randomUUID().toString().substring(0, 8);
    admin
        .namespaces()
        .resource(GivenObject.of("metadata: {name: %s}".formatted(namespace), Namespace.class))
        .create();
    admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .resource(
            GivenObject.of(
                """
                metadata: {name: cart}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: cart}}
                  template:
                    metadata: {labels: {app: cart}}
                    spec:
                      nodeSelector: %s
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: pause
                          image: registry.k8s.io/pause:3.10
                          resources: {requests: {cpu: 10m, memory: 8Mi}}
                      volumes:
                        - {name: scratch, emptyDir: {}}
                """
                    .formatted(replicas, nodeSelector),
                Deployment.class))
        .create();
    return new GivenWorkload(admin, namespace);
  }

  /** Its pods that are not on their way out, as the API server has them. */
  public List<Pod> pods() {
    return admin.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** A budget over all its pods. */
  void protect(String name, int minAvailable) {
    admin
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .resource(
            GivenObject.of(
                """
                metadata: {name: %s}
                spec: {minAvailable: %d, selector: {matchLabels: {app: cart}}}
                """
                    .formatted(name, minAvailable),
                PodDisruptionBudget.class))
        .create();
  }

  @Override
  public void close() {
    admin.namespaces().withName(namespace).delete();
  }
}
