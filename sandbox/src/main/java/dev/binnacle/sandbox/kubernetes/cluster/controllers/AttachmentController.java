package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Taint;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Attaches volumes of the network to the nodes of their pods, one node at a time, and detaches them
 * when no pod there needs them. From a node that is not ready a volume is taken only after six
 * minutes, or when the node is declared out of service. Source: kubernetes
 * pkg/controller/volume/attachdetach/reconciler/reconciler.go.
 */
public final class AttachmentController implements Controller {
  private static final Source SOURCE = new Source("attachdetach-controller");
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

  /** Remembers, also beyond a restart, when the last pod went. */
  private static final String UNUSED_SINCE = "simulator.binnacle.dev/unused-since";

  /** How long an unmount on a node that is not heard of is waited for. */
  private static final Duration UNMOUNT = Duration.ofMinutes(6);

  private final ControlPlane plane;

  public AttachmentController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.PODS)) {
      Pod pod = new Pod(observation.object());
      volumes(pod).forEach(volume -> queue(volume, work));
    } else if (observation.isOf(ResourceTypes.PERSISTENT_VOLUMES)) {
      queue(observation.key().name(), work);
    } else if (observation.isOf(ResourceTypes.NODES)) {
      attachments().stream()
          .filter(attachment -> node(attachment).equals(observation.key().name()))
          .forEach(attachment -> queue(volume(attachment), work));
    }
  }

  private static void queue(String volume, Work work) {
    work.now(new Key(ResourceTypes.PERSISTENT_VOLUMES, "", volume));
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<ObjectNode> volume =
        plane.view().get(key).filter(found -> found.path("spec").has("csi"));
    List<Pod> users =
        volume.isEmpty()
            ? List.of()
            : plane.view().pods().stream()
                .filter(pod -> pod.isBound() && !pod.isFinished())
                .filter(pod -> volumes(pod).contains(key.name()))
                .toList();
    Optional<ObjectNode> attached =
        attachments().stream().filter(one -> volume(one).equals(key.name())).findFirst();
    if (attached.isEmpty()) {
      users.stream()
          .filter(pod -> !pod.isTerminating())
          .findFirst()
          .ifPresent(pod -> attach(volume.orElseThrow(), pod, work));
    } else if (users.stream().noneMatch(pod -> pod.nodeName().equals(node(attached.get())))) {
      detach(key, attached.get(), users, work);
    }
  }

  private void attach(ObjectNode volume, Pod pod, Work work) {
    String name = new Meta(volume).name();
    String driver = volume.path("spec").path("csi").path("driver").asText();
    ObjectNode attachment = JsonNodeFactory.instance.objectNode();
    attachment.put("apiVersion", "storage.k8s.io/v1").put("kind", "VolumeAttachment");
    attachment.putObject("metadata").put("name", attachmentName(name, driver, pod.nodeName()));
    attachment
        .putObject("spec")
        .put("attacher", driver)
        .put("nodeName", pod.nodeName())
        .putObject("source")
        .put("persistentVolumeName", name);
    attachment.putObject("status").put("attached", true);
    plane.create(ResourceTypes.VOLUME_ATTACHMENTS, attachment);
    plane.change(
        nodeKey(pod.nodeName()),
        node -> {
          String unique = uniqueName(volume);
          ObjectNode status = node.withObjectProperty("status");
          ArrayNode attached = status.withArrayProperty("volumesAttached");
          attached.addObject().put("name", unique).put("devicePath", "");
          status.withArrayProperty("volumesInUse").add(unique);
        });
    plane
        .events()
        .normal(
            pod.json(),
            SOURCE,
            "SuccessfulAttachVolume",
            "AttachVolume.Attach succeeded for volume \"%s\"".formatted(name));
    queue(name, work);
  }

  private void detach(Key key, ObjectNode attachment, List<Pod> users, Work work) {
    Optional<Node> node = plane.view().node(node(attachment));
    boolean lost = node.filter(found -> !found.isReady() && !isOutOfService(found)).isPresent();
    if (lost) {
      Optional<String> unused = new Meta(attachment).annotation(UNUSED_SINCE);
      Key attachmentKey = ControlPlane.keyOf(ResourceTypes.VOLUME_ATTACHMENTS, attachment);
      if (unused.isEmpty()) {
        String now = plane.now().toString();
        plane.change(attachmentKey, object -> new Meta(object).putAnnotation(UNUSED_SINCE, now));
      }
      Duration left =
          unused
              .map(Instant::parse)
              .map(start -> Duration.between(plane.now(), start.plus(plane.pace().scaled(UNMOUNT))))
              .orElse(plane.pace().scaled(UNMOUNT));
      if (left.isPositive()) {
        users.forEach(pod -> refuse(key.name(), pod));
        work.after(left, key);
        return;
      }
    }
    plane.store().delete(ControlPlane.keyOf(ResourceTypes.VOLUME_ATTACHMENTS, attachment));
    plane.view().get(key).ifPresent(volume -> forget(node(attachment), uniqueName(volume)));
    queue(key.name(), work);
  }

  private void refuse(String volume, Pod pod) {
    plane
        .events()
        .warning(
            pod.json(),
            SOURCE,
            "FailedAttachVolume",
            ("Multi-Attach error for volume \"%s\" Volume is already exclusively attached to one"
                    + " node and can't be attached to another")
                .formatted(volume));
  }

  private void forget(String node, String unique) {
    plane.change(
        nodeKey(node),
        object -> {
          ObjectNode status = object.withObjectProperty("status");
          status
              .withArrayProperty("volumesAttached")
              .removeIf(volume -> volume.path("name").asText().equals(unique));
          status.withArrayProperty("volumesInUse").removeIf(name -> name.asText().equals(unique));
        });
  }

  private List<String> volumes(Pod pod) {
    return pod.claims().stream()
        .map(claim -> new Key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), claim))
        .flatMap(claim -> plane.view().get(claim).stream())
        .map(claim -> claim.path("spec").path("volumeName").asText(""))
        .filter(volume -> !volume.isEmpty())
        .toList();
  }

  private List<ObjectNode> attachments() {
    return plane.view().all(ResourceTypes.VOLUME_ATTACHMENTS);
  }

  private static boolean isOutOfService(Node node) {
    return node.taints().stream().map(Taint::key).anyMatch(OUT_OF_SERVICE::equals);
  }

  private static String node(ObjectNode attachment) {
    return attachment.path("spec").path("nodeName").asText();
  }

  private static String volume(ObjectNode attachment) {
    return attachment.path("spec").path("source").path("persistentVolumeName").asText();
  }

  private static String uniqueName(ObjectNode volume) {
    var csi = volume.path("spec").path("csi");
    return "kubernetes.io/csi/%s^%s"
        .formatted(csi.path("driver").asText(), csi.path("volumeHandle").asText());
  }

  private static Key nodeKey(String name) {
    return new Key(ResourceTypes.NODES, "", name);
  }

  /** Source: kubernetes pkg/volume/csi/csi_util.go, getAttachmentName. */
  private static String attachmentName(String volume, String driver, String node) {
    byte[] named = (volume + driver + node).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(named);
      return "csi-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
