package dev.binnacle.sandbox.kubernetes.cluster;

/** Manifests that several tests start from. */
public final class Workloads {
  private Workloads() {}

  public static String deployment(String name, int replicas, String image) {
    return workload("Deployment", name, "replicas: " + replicas, image);
  }

  public static String daemonSet(String name, String image) {
    return workload("DaemonSet", name, "minReadySeconds: 0", image);
  }

  public static String statefulSet(String name, int replicas, String image) {
    return workload(
        "StatefulSet", name, "replicas: %d\n  serviceName: %s".formatted(replicas, name), image);
  }

  /** A budget for the pods of one app; the field is "minAvailable: 1", for example. */
  public static String budget(String app, String field) {
    return """
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: %1$s}
    spec: {%2$s, selector: {matchLabels: {app: %1$s}}}
    """
        .formatted(app, field);
  }

  public static String pod(String name, String spec) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %1$s, labels: {app: %1$s}}
    spec:
      containers: [{name: main, image: "registry/main:1"}]
    %2$s
    """
        .formatted(name, spec.indent(2));
  }

  private static String workload(String kind, String name, String field, String image) {
    return """
    apiVersion: apps/v1
    kind: %1$s
    metadata: {name: %2$s}
    spec:
      %3$s
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}}
        spec:
          containers:
            - name: main
              image: %4$s
              resources: {requests: {cpu: 100m, memory: 128Mi}}
    """
        .formatted(kind, name, field, image);
  }
}
