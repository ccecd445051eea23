package dev.binnacle.sandbox.kubernetes.apiserver.table;

import static dev.binnacle.sandbox.kubernetes.apiserver.table.Cells.at;
import static dev.binnacle.sandbox.kubernetes.apiserver.table.Cells.follow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The columns of each kind. Source: kubernetes pkg/printers/internalversion/printers.go
 * (AddHandlers).
 */
final class KindColumns {
  private static final Columns OTHERS = Columns.named().age();
  private static final Map<ResourceType, Columns> COLUMNS = new HashMap<>();

  static {
    nodesAndPods();
    workloads();
    network();
    storage();
    configuration();
    access();
  }

  private KindColumns() {}

  /** The columns of a kind; name and age where there are no better ones. */
  static Columns of(ResourceType type) {
    return COLUMNS.getOrDefault(type, OTHERS);
  }

  private static void nodesAndPods() {
    COLUMNS.put(
        ResourceTypes.PODS,
        Columns.named()
            .text("Ready", PodCells::ready)
            .text("Status", PodCells::status)
            .text("Restarts", PodCells::restarts)
            .age()
            .wide("IP", at("status", "podIP"))
            .wide("Node", at("spec", "nodeName"))
            .wide("Nominated Node", at("status", "nominatedNodeName"))
            .wide("Readiness Gates", PodCells::readinessGates));
    COLUMNS.put(
        ResourceTypes.NODES,
        Columns.named()
            .text("Status", NodeCells::status)
            .text("Roles", NodeCells::roles)
            .age()
            .text("Version", node -> NodeCells.info(node, "kubeletVersion"))
            .wide("Internal-IP", node -> NodeCells.address(node, "InternalIP"))
            .wide("External-IP", node -> NodeCells.address(node, "ExternalIP"))
            .wide("OS-Image", node -> NodeCells.info(node, "osImage"))
            .wide("Kernel-Version", node -> NodeCells.info(node, "kernelVersion"))
            .wide("Container-Runtime", node -> NodeCells.info(node, "containerRuntimeVersion")));
    COLUMNS.put(
        ResourceTypes.NAMESPACES, Columns.named().text("Status", at("status", "phase")).age());
    COLUMNS.put(
        ResourceTypes.EVENTS,
        Columns.bare()
            .text("Last Seen", EventCells::lastSeen)
            .text("Type", at("type"))
            .text("Reason", at("reason"))
            .text("Object", EventCells::object)
            .wide("Subobject", event -> follow(event, "involvedObject", "fieldPath").asText())
            .wide("Source", EventCells::source)
            .text("Message", event -> event.path("message").asText().trim())
            .wide("First Seen", EventCells::firstSeen)
            .wide("Count", EventCells::count)
            .wide("Name", at("metadata", "name")));
    COLUMNS.put(
        ResourceTypes.LEASES, Columns.named().text("Holder", at("spec", "holderIdentity")).age());
  }

  private static void workloads() {
    COLUMNS.put(
        ResourceTypes.DEPLOYMENTS,
        Columns.named()
            .text("Ready", WorkloadCells::ready)
            .number("Up-to-date", count("status", "updatedReplicas"))
            .number("Available", count("status", "availableReplicas"))
            .age()
            .wide("Containers", Cells::containers)
            .wide("Images", Cells::images)
            .wide("Selector", KindColumns::selector));
    COLUMNS.put(
        ResourceTypes.REPLICA_SETS,
        Columns.named()
            .number("Desired", count("spec", "replicas"))
            .number("Current", count("status", "replicas"))
            .number("Ready", count("status", "readyReplicas"))
            .age()
            .wide("Containers", Cells::containers)
            .wide("Images", Cells::images)
            .wide("Selector", KindColumns::selector));
    COLUMNS.put(
        ResourceTypes.STATEFUL_SETS,
        Columns.named()
            .text("Ready", WorkloadCells::ready)
            .age()
            .wide("Containers", Cells::containers)
            .wide("Images", Cells::images));
    COLUMNS.put(
        ResourceTypes.DAEMON_SETS,
        Columns.named()
            .number("Desired", count("status", "desiredNumberScheduled"))
            .number("Current", count("status", "currentNumberScheduled"))
            .number("Ready", count("status", "numberReady"))
            .number("Up-to-date", count("status", "updatedNumberScheduled"))
            .number("Available", count("status", "numberAvailable"))
            .text(
                "Node Selector",
                set -> Cells.pairs(follow(set, "spec", "template", "spec", "nodeSelector")))
            .age()
            .wide("Containers", Cells::containers)
            .wide("Images", Cells::images)
            .wide("Selector", KindColumns::selector));
    COLUMNS.put(
        ResourceTypes.CONTROLLER_REVISIONS,
        Columns.named()
            .text("Controller", ReferenceCells::controller)
            .number("Revision", count("revision"))
            .age());
    COLUMNS.put(
        ResourceTypes.JOBS,
        Columns.named()
            .text("Status", WorkloadCells::jobStatus)
            .text("Completions", WorkloadCells::completions)
            .text("Duration", WorkloadCells::duration)
            .age()
            .wide("Containers", Cells::containers)
            .wide("Images", Cells::images)
            .wide("Selector", KindColumns::selector));
    COLUMNS.put(
        ResourceTypes.CRON_JOBS,
        Columns.named()
            .text("Schedule", at("spec", "schedule"))
            .text("Timezone", at("spec", "timeZone"))
            .text("Suspend", job -> follow(job, "spec", "suspend").asBoolean() ? "True" : "False")
            .number("Active", job -> follow(job, "status", "active").size())
            .text(
                "Last Schedule",
                job ->
                    job.path("status").has("lastScheduleTime")
                        ? Ages.since(follow(job, "status", "lastScheduleTime"))
                        : Cells.NONE)
            .age());
    COLUMNS.put(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        Columns.named()
            .text("Min Available", budget -> limit(budget, "minAvailable"))
            .text("Max Unavailable", budget -> limit(budget, "maxUnavailable"))
            .number("Allowed Disruptions", count("status", "disruptionsAllowed"))
            .age());
    COLUMNS.put(
        ResourceTypes.PRIORITY_CLASSES,
        Columns.named()
            .number("Value", count("value"))
            .flag("Global-Default", priority -> priority.path("globalDefault").asBoolean())
            .age()
            .text(
                "PreemptionPolicy",
                priority -> Cells.text(priority.path("preemptionPolicy"), "PreemptLowerPriority")));
  }

  private static void network() {
    COLUMNS.put(
        ResourceTypes.SERVICES,
        Columns.named()
            .text("Type", at("spec", "type"))
            .text("Cluster-IP", at("spec", "clusterIP"))
            .text("External-IP", WorkloadCells::externalAddress)
            .text("Port(s)", WorkloadCells::ports)
            .age()
            .wide("Selector", service -> Cells.pairs(follow(service, "spec", "selector"))));
    COLUMNS.put(
        ResourceTypes.ENDPOINTS, Columns.named().text("Endpoints", WorkloadCells::endpoints).age());
    COLUMNS.put(
        ResourceTypes.NETWORK_POLICIES,
        Columns.named()
            .text("Pod-Selector", policy -> Cells.selector(follow(policy, "spec", "podSelector")))
            .age());
  }

  private static void storage() {
    COLUMNS.put(
        ResourceTypes.PERSISTENT_VOLUMES,
        Columns.named()
            .text("Capacity", at("spec", "capacity", "storage"))
            .text(
                "Access Modes", volume -> Cells.accessModes(follow(volume, "spec", "accessModes")))
            .text("Reclaim Policy", at("spec", "persistentVolumeReclaimPolicy"))
            .text("Status", ReferenceCells::volumeStatus)
            .text("Claim", ReferenceCells::claim)
            .text("StorageClass", volume -> follow(volume, "spec", "storageClassName").asText())
            .text("VolumeAttributesClass", volume -> Cells.UNSET)
            .text("Reason", volume -> follow(volume, "status", "reason").asText())
            .age()
            .wide("VolumeMode", at("spec", "volumeMode")));
    COLUMNS.put(
        ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
        Columns.named()
            .text("Status", ReferenceCells::volumeStatus)
            .text("Volume", claim -> follow(claim, "spec", "volumeName").asText())
            .text("Capacity", claim -> follow(claim, "status", "capacity", "storage").asText())
            .text(
                "Access Modes", claim -> Cells.accessModes(follow(claim, "status", "accessModes")))
            .text("StorageClass", claim -> follow(claim, "spec", "storageClassName").asText())
            .text("VolumeAttributesClass", claim -> Cells.UNSET)
            .age()
            .wide("VolumeMode", at("spec", "volumeMode")));
    COLUMNS.put(
        ResourceTypes.STORAGE_CLASSES,
        Columns.bare()
            .text("Name", ReferenceCells::storageClass)
            .text("Provisioner", at("provisioner"))
            .text("ReclaimPolicy", one -> Cells.text(one.path("reclaimPolicy"), "Delete"))
            .text(
                "VolumeBindingMode", one -> Cells.text(one.path("volumeBindingMode"), "Immediate"))
            .flag("AllowVolumeExpansion", one -> one.path("allowVolumeExpansion").asBoolean())
            .age());
    COLUMNS.put(
        ResourceTypes.VOLUME_ATTACHMENTS,
        Columns.named()
            .text("Attacher", at("spec", "attacher"))
            .text("PV", at("spec", "source", "persistentVolumeName"))
            .text("Node", at("spec", "nodeName"))
            .flag("Attached", one -> follow(one, "status", "attached").asBoolean())
            .age());
  }

  private static void configuration() {
    COLUMNS.put(
        ResourceTypes.CONFIG_MAPS,
        Columns.named()
            .number("Data", map -> map.path("data").size() + map.path("binaryData").size())
            .age());
    COLUMNS.put(
        ResourceTypes.SECRETS,
        Columns.named()
            .text("Type", at("type"))
            .number("Data", secret -> secret.path("data").size())
            .age());
    COLUMNS.put(
        ResourceTypes.SERVICE_ACCOUNTS,
        Columns.named().number("Secrets", account -> account.path("secrets").size()).age());
    COLUMNS.put(ResourceTypes.LIMIT_RANGES, Columns.named().createdAt());
    COLUMNS.put(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, Columns.named().createdAt());
  }

  private static void access() {
    Columns roles = Columns.named().createdAt();
    COLUMNS.put(ResourceTypes.CLUSTER_ROLES, roles);
    COLUMNS.put(ResourceTypes.ROLES, roles);
    Columns bindings =
        Columns.named()
            .text(
                "Role",
                binding ->
                    follow(binding, "roleRef", "kind").asText()
                        + "/"
                        + follow(binding, "roleRef", "name").asText())
            .age()
            .wide("Users", binding -> ReferenceCells.subjects(binding, "User"))
            .wide("Groups", binding -> ReferenceCells.subjects(binding, "Group"))
            .wide("ServiceAccounts", binding -> ReferenceCells.subjects(binding, "ServiceAccount"));
    COLUMNS.put(ResourceTypes.CLUSTER_ROLE_BINDINGS, bindings);
    COLUMNS.put(ResourceTypes.ROLE_BINDINGS, bindings);
  }

  private static ToLongFunction<ObjectNode> count(String... path) {
    return object -> follow(object, path).asLong();
  }

  private static String selector(ObjectNode workload) {
    return Cells.selector(follow(workload, "spec", "selector"));
  }

  private static String limit(ObjectNode budget, String field) {
    return Cells.text(follow(budget, "spec", field), "N/A");
  }
}
