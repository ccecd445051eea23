package dev.binnacle.sandbox.kubernetes.cluster.seed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A node as RKE2 registers it. Sources: docs.rke2.io (install/ha, advanced), k3s-io/k3s
 * pkg/etcd/{etcd,member_controller}.go for what etcd writes to its nodes.
 *
 * @param number of all nodes, control planes first, from 1
 */
record SeedNode(String name, int number, boolean controlPlane) {
  private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");
  private static final String VERSION = "v1.33.4+rke2r1";

  /** What is on the disk of every node, with sizes in bytes. */
  private static final Map<String, Long> IMAGES =
      Map.of(
          "docker.io/rancher/hardened-kubernetes:v1.33.4-rke2r1-build20250814", 691_208_192L,
          "docker.io/rancher/nginx-ingress-controller:v1.12.4-hardened2", 348_127_744L,
          "docker.io/rancher/hardened-calico:v3.30.2-build20250731", 221_904_896L,
          "docker.io/rancher/hardened-etcd:v3.5.21-k3s1-build20250612", 64_225_280L,
          "docker.io/rancher/hardened-coredns:v1.12.3-build20250804", 29_360_128L);

  ObjectNode toJson(Instant now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("apiVersion", "v1").put("kind", "Node");
    node.putObject("metadata").put("name", name);
    labels(new Meta(node));
    annotations(new Meta(node));
    ObjectNode spec = node.putObject("spec");
    spec.put("podCIDR", podRange()).putArray("podCIDRs").add(podRange());
    spec.put("providerID", "rke2://" + name);
    if (controlPlane) {
      // https://docs.rke2.io/install/ha: servers that run no workloads are tainted so.
      taint(spec, "node-role.kubernetes.io/control-plane", "NoSchedule");
      taint(spec, "node-role.kubernetes.io/etcd", "NoExecute");
    }
    status(node, now);
    return node;
  }

  String address() {
    return "10.20.0." + (10 + number);
  }

  private String podRange() {
    return "10.42.%d.0/24".formatted(number % 250);
  }

  private void labels(Meta meta) {
    meta.putLabel("beta.kubernetes.io/arch", "amd64")
        .putLabel("beta.kubernetes.io/instance-type", instanceType())
        .putLabel("beta.kubernetes.io/os", "linux")
        .putLabel("kubernetes.io/arch", "amd64")
        .putLabel("kubernetes.io/hostname", name)
        .putLabel("kubernetes.io/os", "linux");
    if (controlPlane) {
      meta.putLabel("node-role.kubernetes.io/control-plane", "true")
          .putLabel("node-role.kubernetes.io/etcd", "true")
          .putLabel("node-role.kubernetes.io/master", "true");
    }
    meta.putLabel("node.kubernetes.io/instance-type", instanceType())
        .putLabel("topology.kubernetes.io/region", "eu-central")
        .putLabel("topology.kubernetes.io/zone", ZONES.get((number - 1) % ZONES.size()));
  }

  private String instanceType() {
    return controlPlane ? "m.4xlarge" : "c.8xlarge";
  }

  private void annotations(Meta meta) {
    meta.putAnnotation("alpha.kubernetes.io/provided-node-ip", address())
        .putAnnotation("flannel.alpha.coreos.com/backend-type", "vxlan")
        .putAnnotation("flannel.alpha.coreos.com/kube-subnet-manager", "true")
        .putAnnotation("flannel.alpha.coreos.com/public-ip", address())
        .putAnnotation("node.alpha.kubernetes.io/ttl", "0")
        .putAnnotation("rke2.io/hostname", name)
        .putAnnotation("rke2.io/internal-ip", address())
        .putAnnotation("rke2.io/node-args", controlPlane ? "[\"server\"]" : "[\"agent\"]")
        .putAnnotation("volumes.kubernetes.io/controller-managed-attach-detach", "true");
    if (controlPlane) {
      meta.putAnnotation("etcd.rke2.cattle.io/node-address", address())
          .putAnnotation("etcd.rke2.cattle.io/node-name", name + "-" + identity("etcd", 8));
    }
  }

  private static void taint(ObjectNode spec, String key, String effect) {
    spec.withArrayProperty("taints")
        .addObject()
        .put("key", key)
        .put("value", "true")
        .put("effect", effect);
  }

  private void status(ObjectNode node, Instant now) {
    ObjectNode status = node.putObject("status");
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", address());
    addresses.addObject().put("type", "Hostname").put("address", name);
    status.set("capacity", amounts(0));
    // What --kube-reserved and --system-reserved keep back.
    status.set("allocatable", amounts(1));
    status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
    ArrayNode images = status.putArray("images");
    IMAGES.forEach((image, size) -> {
      ObjectNode entry = images.addObject();
      entry.putArray("names").add(image);
      entry.put("sizeBytes", size);
    });
    status
        .putObject("nodeInfo")
        .put("architecture", "amd64")
        .put(
            "bootID",
            UUID.nameUUIDFromBytes(("boot" + name).getBytes(StandardCharsets.UTF_8)).toString())
        .put("containerRuntimeVersion", "containerd://2.0.5-k3s2")
        .put("kernelVersion", "6.1.0-37-amd64")
        .put("kubeProxyVersion", "")
        .put("kubeletVersion", VERSION)
        .put("machineID", identity("machine", 32))
        .put("operatingSystem", "linux")
        .put("osImage", "Debian GNU/Linux 12 (bookworm)")
        .put(
            "systemUUID", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    Conditions conditions = new Conditions(node);
    put(
        conditions,
        Condition.isFalse("NetworkUnavailable", "FlannelIsUp", "Flannel is running on this node"),
        now);
    if (controlPlane) {
      put(
          conditions,
          Condition.isTrue(
              "EtcdIsVoter", "MemberNotLearner", "Node is a voting member of the etcd cluster"),
          now);
    }
  }

  private static void put(Conditions conditions, Condition condition, Instant now) {
    conditions.put(condition, now).put("lastHeartbeatTime", Timestamps.seconds(now));
  }

  private ObjectNode amounts(int reservedCores) {
    int cores = controlPlane ? 4 : 8;
    long memory = (controlPlane ? 16L : 32L) * 1024 * 1024;
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", reservedCores == 0 ? "" + cores : cores * 1000 - reservedCores * 200 + "m")
        .put("ephemeral-storage", "101430960Ki")
        .put("hugepages-2Mi", "0")
        .put("memory", memory - reservedCores * 512L * 1024 + "Ki")
        .put("pods", "110");
  }

  private String identity(String of, int length) {
    String digits =
        UUID.nameUUIDFromBytes((of + name).getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    return digits.substring(0, length);
  }
}
