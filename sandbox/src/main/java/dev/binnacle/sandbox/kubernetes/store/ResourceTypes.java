package dev.binnacle.sandbox.kubernetes.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The built-in kinds, as {@code kubectl api-resources} of v1.33 shows them. */
public final class ResourceTypes {

  public static final ResourceType CONFIG_MAPS = local("", "v1", "configmaps", "ConfigMap", "cm");
  public static final ResourceType ENDPOINTS = local("", "v1", "endpoints", "Endpoints", "ep");
  public static final ResourceType EVENTS = local("", "v1", "events", "Event", "ev");
  public static final ResourceType LIMIT_RANGES =
      local("", "v1", "limitranges", "LimitRange", "limits");
  public static final ResourceType NAMESPACES = global("", "v1", "namespaces", "Namespace", "ns");
  public static final ResourceType NODES = global("", "v1", "nodes", "Node", "no");
  public static final ResourceType PERSISTENT_VOLUME_CLAIMS =
      local("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", "pvc");
  public static final ResourceType PERSISTENT_VOLUMES =
      global("", "v1", "persistentvolumes", "PersistentVolume", "pv");
  public static final ResourceType PODS = local("", "v1", "pods", "Pod", "po");
  public static final ResourceType REPLICATION_CONTROLLERS =
      local("", "v1", "replicationcontrollers", "ReplicationController", "rc");
  public static final ResourceType RESOURCE_QUOTAS =
      local("", "v1", "resourcequotas", "ResourceQuota", "quota");
  public static final ResourceType SECRETS = local("", "v1", "secrets", "Secret");
  public static final ResourceType SERVICE_ACCOUNTS =
      local("", "v1", "serviceaccounts", "ServiceAccount", "sa");
  public static final ResourceType SERVICES = local("", "v1", "services", "Service", "svc");

  public static final ResourceType CONTROLLER_REVISIONS =
      local("apps", "v1", "controllerrevisions", "ControllerRevision");
  public static final ResourceType DAEMON_SETS =
      local("apps", "v1", "daemonsets", "DaemonSet", "ds");
  public static final ResourceType DEPLOYMENTS =
      local("apps", "v1", "deployments", "Deployment", "deploy");
  public static final ResourceType REPLICA_SETS =
      local("apps", "v1", "replicasets", "ReplicaSet", "rs");
  public static final ResourceType STATEFUL_SETS =
      local("apps", "v1", "statefulsets", "StatefulSet", "sts");

  public static final ResourceType CRON_JOBS = local("batch", "v1", "cronjobs", "CronJob", "cj");
  public static final ResourceType JOBS = local("batch", "v1", "jobs", "Job");

  public static final ResourceType HORIZONTAL_POD_AUTOSCALERS =
      local("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa");
  public static final ResourceType LEASES = local("coordination.k8s.io", "v1", "leases", "Lease");
  public static final ResourceType ENDPOINT_SLICES =
      local("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");
  public static final ResourceType INGRESSES =
      local("networking.k8s.io", "v1", "ingresses", "Ingress", "ing");
  public static final ResourceType NETWORK_POLICIES =
      local("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", "netpol");
  public static final ResourceType POD_DISRUPTION_BUDGETS =
      local("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", "pdb");

  public static final ResourceType CLUSTER_ROLE_BINDINGS =
      global("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding");
  public static final ResourceType CLUSTER_ROLES =
      global("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole");
  public static final ResourceType ROLE_BINDINGS =
      local("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");
  public static final ResourceType ROLES =
      local("rbac.authorization.k8s.io", "v1", "roles", "Role");

  public static final ResourceType PRIORITY_CLASSES =
      global("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", "pc");
  public static final ResourceType STORAGE_CLASSES =
      global("storage.k8s.io", "v1", "storageclasses", "StorageClass", "sc");
  public static final ResourceType VOLUME_ATTACHMENTS =
      global("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment");
  public static final ResourceType CUSTOM_RESOURCE_DEFINITIONS =
      global(
          "apiextensions.k8s.io",
          "v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          "crd",
          "crds");

  private static final List<ResourceType> STORED =
      List.of(
          CONFIG_MAPS,
          ENDPOINTS,
          EVENTS,
          LIMIT_RANGES,
          NAMESPACES,
          NODES,
          PERSISTENT_VOLUME_CLAIMS,
          PERSISTENT_VOLUMES,
          PODS,
          REPLICATION_CONTROLLERS,
          RESOURCE_QUOTAS,
          SECRETS,
          SERVICE_ACCOUNTS,
          SERVICES,
          CONTROLLER_REVISIONS,
          DAEMON_SETS,
          DEPLOYMENTS,
          REPLICA_SETS,
          STATEFUL_SETS,
          HORIZONTAL_POD_AUTOSCALERS,
          CRON_JOBS,
          JOBS,
          LEASES,
          ENDPOINT_SLICES,
          INGRESSES,
          NETWORK_POLICIES,
          POD_DISRUPTION_BUDGETS,
          CLUSTER_ROLE_BINDINGS,
          CLUSTER_ROLES,
          ROLE_BINDINGS,
          ROLES,
          PRIORITY_CLASSES,
          STORAGE_CLASSES,
          VOLUME_ATTACHMENTS,
          CUSTOM_RESOURCE_DEFINITIONS);

  /** Of the core group only these count generations; of the other groups, the ones with a spec. */
  private static final Set<ResourceType> WITHOUT_GENERATION =
      Set.of(
          CONTROLLER_REVISIONS,
          LEASES,
          CLUSTER_ROLE_BINDINGS,
          CLUSTER_ROLES,
          ROLE_BINDINGS,
          ROLES,
          STORAGE_CLASSES,
          VOLUME_ATTACHMENTS,
          HORIZONTAL_POD_AUTOSCALERS);

  private ResourceTypes() {}

  /** Every built-in kind whose objects are stored. */
  public static List<ResourceType> all() {
    return STORED;
  }

  /** The built-in kind of that name: {@code Pod}. */
  public static Optional<ResourceType> of(String kind) {
    return STORED.stream().filter(type -> type.kind().equals(kind)).findFirst();
  }

  /** Whether metadata.generation counts the changes of the spec of such objects. */
  static boolean countsGenerations(ResourceType type) {
    return type.equals(REPLICATION_CONTROLLERS)
        || !type.group().isEmpty() && !WITHOUT_GENERATION.contains(type);
  }

  private static ResourceType local(
      String group, String version, String plural, String kind, String... shortNames) {
    return new ResourceType(
        group, version, plural, kind.toLowerCase(Locale.ROOT), kind, true, List.of(shortNames));
  }

  private static ResourceType global(
      String group, String version, String plural, String kind, String... shortNames) {
    return new ResourceType(
        group, version, plural, kind.toLowerCase(Locale.ROOT), kind, false, List.of(shortNames));
  }
}
