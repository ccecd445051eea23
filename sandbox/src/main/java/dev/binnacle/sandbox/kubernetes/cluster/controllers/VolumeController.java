package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Quantity;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.List;
import java.util.Optional;

/**
 * Binds claims to volumes, makes volumes for the classes that can, and releases them. Source:
 * kubernetes pkg/controller/volume/persistentvolume/pv_controller.go and pvcprotection.
 */
public final class VolumeController implements Controller {
  private static final Source SOURCE = new Source("persistentvolume-controller");
  private static final String PROTECTION = "kubernetes.io/pvc-protection";
  private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

  private final ControlPlane plane;

  public VolumeController(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)
        || observation.isOf(ResourceTypes.PERSISTENT_VOLUMES)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      String namespace = observation.key().namespace();
      for (String claim : new Pod(observation.object()).claims()) {
        work.now(new Key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, namespace, claim));
      }
    }
    if (observation.isDeletion() && observation.isOf(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)) {
      work.now(volumeKey(observation.object()));
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<ObjectNode> found = plane.view().get(key);
    if (found.isEmpty()) {
      return;
    }
    if (key.type().equals(ResourceTypes.PERSISTENT_VOLUMES)) {
      reclaim(key, found.get());
    } else if (new Meta(found.get()).isTerminating()) {
      letGo(key, found.get());
    } else {
      protectAndBind(key, found.get());
    }
  }

  private void letGo(Key key, ObjectNode claim) {
    boolean used = users(key).stream().anyMatch(pod -> !pod.isFinished());
    if (!used) {
      plane.change(
          key, new Meta(claim).uid(), object -> new Meta(object).removeFinalizer(PROTECTION));
    }
  }

  private void protectAndBind(Key key, ObjectNode claim) {
    plane.change(key, new Meta(claim).uid(), object -> new Meta(object).addFinalizer(PROTECTION));
    if (claim.path("status").path("phase").asText().equals("Bound")) {
      return;
    }
    Optional<ObjectNode> volume = existing(claim).or(() -> provision(key, claim));
    volume.ifPresent(chosen -> bind(key, claim, chosen));
    if (claim.path("status").path("phase").isMissingNode() && volume.isEmpty()) {
      plane.change(key, object -> object.withObjectProperty("status").put("phase", "Pending"));
    }
  }

  /** The named volume, or the smallest free one that will do. */
  private Optional<ObjectNode> existing(ObjectNode claim) {
    String named = claim.path("spec").path("volumeName").asText("");
    if (!named.isEmpty()) {
      return plane.view().get(new Key(ResourceTypes.PERSISTENT_VOLUMES, "", named));
    }
    long wanted = size(claim);
    return plane.view().all(ResourceTypes.PERSISTENT_VOLUMES).stream()
        .filter(volume -> volume.path("status").path("phase").asText().equals("Available"))
        .filter(volume -> className(volume).equals(className(claim)))
        .filter(volume -> capacity(volume) >= wanted)
        .min((one, other) -> Long.compare(capacity(one), capacity(other)));
  }

  private Optional<ObjectNode> provision(Key key, ObjectNode claim) {
    Optional<ObjectNode> type =
        plane.view().get(new Key(ResourceTypes.STORAGE_CLASSES, "", className(claim)));
    if (type.isEmpty()) {
      if (!className(claim).isEmpty()) {
        plane
            .events()
            .warning(
                claim,
                SOURCE,
                "ProvisioningFailed",
                "storageclass.storage.k8s.io \"%s\" not found".formatted(className(claim)));
      }
      return Optional.empty();
    }
    if (type.get().path("provisioner").asText().equals(NO_PROVISIONER)) {
      return Optional.empty();
    }
    boolean waits = type.get().path("volumeBindingMode").asText().equals("WaitForFirstConsumer");
    Optional<String> node = users(key).stream().filter(Pod::isBound).map(Pod::nodeName).findFirst();
    if (waits && node.isEmpty()) {
      plane
          .events()
          .normal(
              claim,
              SOURCE,
              "WaitForFirstConsumer",
              "waiting for first consumer to be created before binding");
      return Optional.empty();
    }
    ObjectNode volume = newVolume(claim, type.get(), waits ? node : Optional.empty());
    Key volumeKey = ControlPlane.keyOf(ResourceTypes.PERSISTENT_VOLUMES, volume);
    ObjectNode made =
        plane
            .store()
            .get(volumeKey)
            .orElseGet(() -> plane.create(ResourceTypes.PERSISTENT_VOLUMES, volume));
    plane
        .events()
        .normal(
            claim,
            new Source(type.get().path("provisioner").asText()),
            "ProvisioningSucceeded",
            "Successfully provisioned volume " + new Meta(made).name());
    return Optional.of(made);
  }

  private static ObjectNode newVolume(ObjectNode claim, ObjectNode type, Optional<String> node) {
    String provisioner = type.path("provisioner").asText();
    String name = "pvc-" + new Meta(claim).uid();
    ObjectNode volume = JsonNodeFactory.instance.objectNode();
    volume.put("apiVersion", "v1").put("kind", "PersistentVolume");
    volume.putObject("metadata").put("name", name);
    new Meta(volume).putAnnotation("pv.kubernetes.io/provisioned-by", provisioner);
    ObjectNode spec = volume.putObject("spec");
    spec.set("accessModes", claim.path("spec").path("accessModes"));
    spec.putObject("capacity")
        .set("storage", claim.path("spec").path("resources").path("requests").path("storage"));
    spec.put("storageClassName", new Meta(type).name());
    spec.put("persistentVolumeReclaimPolicy", type.path("reclaimPolicy").asText("Delete"));
    spec.put("volumeMode", "Filesystem");
    if (node.isPresent()) {
      spec.putObject("local").put("path", "/opt/local-path-provisioner/" + name);
      spec.putObject("nodeAffinity")
          .putObject("required")
          .putArray("nodeSelectorTerms")
          .addObject()
          .putArray("matchExpressions")
          .addObject()
          .put("key", "kubernetes.io/hostname")
          .put("operator", "In")
          .putArray("values")
          .add(node.get());
    } else {
      spec.putObject("csi")
          .put("driver", provisioner)
          .put("fsType", "ext4")
          .put("volumeHandle", name);
    }
    volume.putObject("status").put("phase", "Available");
    return volume;
  }

  private void bind(Key key, ObjectNode claim, ObjectNode volume) {
    Meta meta = new Meta(claim);
    plane.change(
        ControlPlane.keyOf(ResourceTypes.PERSISTENT_VOLUMES, volume),
        object -> {
          object
              .withObjectProperty("spec")
              .putObject("claimRef")
              .put("apiVersion", "v1")
              .put("kind", "PersistentVolumeClaim")
              .put("namespace", meta.namespace())
              .put("name", meta.name())
              .put("uid", meta.uid());
          object.withObjectProperty("status").put("phase", "Bound");
        });
    plane.change(
        key,
        meta.uid(),
        object -> {
          object.withObjectProperty("spec").put("volumeName", new Meta(volume).name());
          new Meta(object).putAnnotation("pv.kubernetes.io/bind-completed", "yes");
          ObjectNode status = object.withObjectProperty("status");
          status.put("phase", "Bound");
          status.set("accessModes", volume.path("spec").path("accessModes"));
          status.set("capacity", volume.path("spec").path("capacity"));
        });
  }

  /** A volume whose claim has gone is released, or removed when its policy says so. */
  private void reclaim(Key key, ObjectNode volume) {
    String claim = volume.path("spec").path("claimRef").path("uid").asText("");
    String phase = volume.path("status").path("phase").asText("");
    if (!claim.isEmpty() && plane.view().byUid(claim).isEmpty() && phase.equals("Bound")) {
      if (volume.path("spec").path("persistentVolumeReclaimPolicy").asText().equals("Delete")) {
        plane.delete(key);
      } else {
        plane.change(key, object -> object.withObjectProperty("status").put("phase", "Released"));
      }
    } else if (phase.isEmpty() && claim.isEmpty()) {
      plane.change(key, object -> object.withObjectProperty("status").put("phase", "Available"));
    }
  }

  private List<Pod> users(Key claim) {
    return plane.view().pods(claim.namespace()).stream()
        .filter(pod -> pod.claims().contains(claim.name()))
        .toList();
  }

  private static Key volumeKey(ObjectNode claim) {
    return new Key(
        ResourceTypes.PERSISTENT_VOLUMES, "", claim.path("spec").path("volumeName").asText(""));
  }

  private static String className(ObjectNode object) {
    return object.path("spec").path("storageClassName").asText("");
  }

  private static long size(ObjectNode claim) {
    JsonNode requests = claim.path("spec").path("resources").path("requests");
    return Quantity.milli(requests.path("storage"));
  }

  private static long capacity(ObjectNode volume) {
    return Quantity.milli(volume.path("spec").path("capacity").path("storage"));
  }
}
