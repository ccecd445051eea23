package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;

/** A deployment in a namespace of its own, which goes with it. */
record GivenWorkload(KubernetesClient admin, String namespace) implements AutoCloseable {

  static GivenWorkload deploy(KubernetesClient admin, int replicas) {
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
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: pause
                          image: registry.k8s.io/pause:3.10
                          resources: {requests: {cpu: 10m, memory: 8Mi}}
                      volumes:
                        - {name: scratch, emptyDir: {}}
                """
                    .formatted(replicas),
                Deployment.class))
        .create();
    return new GivenWorkload(admin, namespace);
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
