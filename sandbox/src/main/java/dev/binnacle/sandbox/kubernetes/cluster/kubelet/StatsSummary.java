package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Quantity;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a kubelet answers on /stats/summary. Source of the shape: kubernetes
 * staging/src/k8s.io/kubelet/pkg/apis/stats/v1alpha1/types.go.
 */
final class StatsSummary {
  private static final long GIBIBYTE = 1L << 30;
  private static final long INODES_PER_GIBIBYTE = 65_536;

  private final ClusterView view;
  private final Instant now;

  StatsSummary(ClusterView view, Instant now) {
    this.view = view;
    this.now = now;
  }

  ObjectNode of(Node node, List<Pod> pods) {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    ObjectNode stats = summary.putObject("node");
    stats.put("nodeName", node.name());
    stats.put("startTime", Timestamps.seconds(node.meta().created()));
    long memory = Quantity.units(node.json().path("status").path("capacity").path("memory"));
    compute(stats, Usage.ofNode(pods, now), node.meta().created(), memory);
    long disk =
        Quantity.units(node.json().path("status").path("capacity").path("ephemeral-storage"));
    double share = 0.31 + Math.floorMod(node.name().hashCode(), 20) / 100.0;
    stats.set("fs", fileSystem(disk, (long) (disk * share)));
    stats.putObject("runtime").set("imageFs", fileSystem(disk, (long) (disk * share / 2)));
    stats.putObject("rlimit").put("maxpid", 4_194_304).put("curproc", 300 + 12 * pods.size());
    summary
        .putArray("pods")
        .addAll(pods.stream().filter(Usage::isMeasured).map(this::pod).toList());
    return summary;
  }

  private ObjectNode pod(Pod pod) {
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    stats
        .putObject("podRef")
        .put("name", pod.name())
        .put("namespace", pod.namespace())
        .put("uid", pod.uid());
    Instant started = Timestamps.read(pod.json().path("status").path("startTime")).orElse(now);
    stats.put("startTime", Timestamps.seconds(started));
    for (JsonNode container : pod.spec().path("containers")) {
      ObjectNode entry = stats.withArrayProperty("containers").addObject();
      entry.put("name", container.path("name").asText());
      entry.put("startTime", Timestamps.seconds(started));
      compute(entry, Usage.ofContainer(pod, container, now), started, 0);
      entry.set("rootfs", fileSystem(100 * GIBIBYTE, 24L << 20));
      entry.set("logs", fileSystem(100 * GIBIBYTE, 3L << 20));
    }
    compute(stats, Usage.ofPod(pod, now), started, 0);
    for (JsonNode volume : pod.spec().path("volumes")) {
      volume(stats, pod, volume);
    }
    stats.set("ephemeral-storage", fileSystem(100 * GIBIBYTE, 40L << 20));
    return stats;
  }

  private void volume(ObjectNode stats, Pod pod, JsonNode volume) {
    JsonNode claim = volume.path("persistentVolumeClaim").path("claimName");
    if (claim.isMissingNode() && !volume.has("emptyDir")) {
      return;
    }
    long capacity = claim.isMissingNode() ? 100 * GIBIBYTE : capacity(pod, claim.asText());
    double share = 0.2 + Math.floorMod((pod.name() + volume).hashCode(), 50) / 100.0;
    long used = claim.isMissingNode() ? 180L << 20 : (long) (capacity * share);
    ObjectNode entry = fileSystem(capacity, used);
    entry.put("name", volume.path("name").asText());
    if (claim.isTextual()) {
      entry.putObject("pvcRef").put("name", claim.textValue()).put("namespace", pod.namespace());
    }
    stats.withArrayProperty("volume").add(entry);
  }

  private long capacity(Pod pod, String claim) {
    Key key = new Key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), claim);
    return view.get(key)
        .map(object -> Quantity.units(object.path("status").path("capacity").path("storage")))
        .orElse(0L);
  }

  /**
   * Writes cpu and memory.
   *
   * @param memory all there is, in bytes; 0 when there is no limit to tell of
   */
  private void compute(ObjectNode stats, Usage usage, Instant started, long memory) {
    long lived = Math.max(1, Duration.between(started, now).toSeconds());
    stats
        .putObject("cpu")
        .put("time", Timestamps.seconds(now))
        .put("usageNanoCores", usage.cpuNanoCores())
        .put("usageCoreNanoSeconds", usage.cpuNanoCores() * lived);
    ObjectNode entry = stats.putObject("memory").put("time", Timestamps.seconds(now));
    if (memory > 0) {
      entry.put("availableBytes", Math.max(0, memory - usage.memoryBytes()));
    }
    entry
        .put("usageBytes", usage.memoryBytes() + usage.memoryBytes() / 5)
        .put("workingSetBytes", usage.memoryBytes())
        .put("rssBytes", usage.memoryBytes() - usage.memoryBytes() / 6)
        .put("pageFaults", lived)
        .put("majorPageFaults", 0);
  }

  private ObjectNode fileSystem(long capacity, long used) {
    long inodes = capacity / GIBIBYTE * INODES_PER_GIBIBYTE;
    long inodesUsed = Math.min(inodes, used / 16_384);
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", Timestamps.seconds(now))
        .put("availableBytes", capacity - used)
        .put("capacityBytes", capacity)
        .put("usedBytes", used)
        .put("inodesFree", inodes - inodesUsed)
        .put("inodes", inodes)
        .put("inodesUsed", inodesUsed);
  }
}
