package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leads every bound pod through its life. On a dead node nothing moves. */
public final class KubeletController implements Controller {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final Duration LOOK_FOR_VOLUMES = Duration.ofMillis(100);

  /** Since when this kubelet has seen a pod in a stage. */
  private record Since(Stage stage, Instant instant) {}

  private final ControlPlane plane;
  private final Behaviour behaviour;
  private final PodStatusWriter status;
  private final KubeletEvents events;
  private final Map<String, Since> progress = new HashMap<>();

  public KubeletController(ControlPlane plane) {
    this.plane = plane;
    this.behaviour = new Behaviour(plane.pace(), plane.troubles());
    this.status = new PodStatusWriter(plane);
    this.events = new KubeletEvents(plane.events());
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (!observation.isOf(ResourceTypes.PODS)) {
      return;
    }
    Pod pod = new Pod(observation.object());
    if (observation.isDeletion()) {
      progress.remove(pod.uid());
    } else if (pod.isBound()) {
      work.now(observation.key());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<Pod> pod = plane.view().pod(key).filter(Pod::isBound);
    Optional<Node> node = pod.flatMap(bound -> plane.view().node(bound.nodeName()));
    if (node.isPresent() && !plane.troubles().isDead(node.get().name())) {
      advance(key, pod.get(), node.get(), work);
    }
  }

  private void advance(Key key, Pod pod, Node node, Work work) {
    Stage stage = Stage.of(pod);
    Since since = progress.get(pod.uid());
    if (since == null || since.stage() != stage) {
      since = new Since(stage, plane.now());
      progress.put(pod.uid(), since);
      entered(pod, stage);
    }
    Optional<Duration> takes = duration(pod, stage);
    if (takes.isEmpty()) {
      return;
    }
    Instant due = begin(pod, since).plus(takes.get());
    if (plane.now().isBefore(due)) {
      work.after(Duration.between(plane.now(), due), key);
    } else {
      leave(key, pod, node, stage, work);
    }
  }

  private void entered(Pod pod, Stage stage) {
    if (stage == Stage.TERMINATING && !pod.isMirror() && isStarted(pod)) {
      events.killing(pod);
    }
  }

  /** How long the pod stays as it is; empty when nothing but a change from outside ends that. */
  private Optional<Duration> duration(Pod pod, Stage stage) {
    return switch (stage) {
      case NEW -> Optional.of(Duration.ZERO);
      case STARTING -> Optional.of(plane.pace().containerStart());
      case UNREADY -> Optional.of(behaviour.readiness(pod));
      case READY ->
          plane.troubles().isNeverReady(pod)
              ? Optional.of(Duration.ZERO)
              : pod.isMirror() ? Optional.empty() : behaviour.run(pod);
      case BACKING_OFF -> Optional.of(behaviour.backoff(pod.restarts()));
      case TERMINATING ->
          plane.troubles().isStuck(pod)
              ? Optional.empty()
              : Optional.of(
                  pod.isMirror() || pod.isFinished() || !isStarted(pod)
                      ? Duration.ZERO
                      : behaviour.termination(pod));
      case FINISHED -> Optional.empty();
    };
  }

  /** What runs out counts from the start of the containers, also across restarts of all this. */
  private static Instant begin(Pod pod, Since since) {
    if (since.stage() != Stage.READY) {
      return since.instant();
    }
    JsonNode first = pod.json().path("status").path("containerStatuses").path(0);
    return Timestamps.read(first.path("state").path("running").path("startedAt"))
        .orElse(since.instant());
  }

  private void leave(Key key, Pod pod, Node node, Stage stage, Work work) {
    switch (stage) {
      case NEW -> status.admitted(pod, node);
      case STARTING -> start(key, pod, node, work);
      case UNREADY -> becomeReady(key, pod, work);
      case READY -> leaveReady(pod);
      case BACKING_OFF -> {
        status.running(pod, node, true);
        events.started(pod);
      }
      case TERMINATING -> end(key, pod);
      case FINISHED -> {}
    }
  }

  private void start(Key key, Pod pod, Node node, Work work) {
    Optional<String> missing = behaviour.missingImage(pod);
    if (missing.isPresent()) {
      if (!isWaitingFor(pod, "ImagePullBackOff")) {
        events.imageMissing(pod, missing.get());
        status.waiting(
            pod, "ImagePullBackOff", "Back-off pulling image \"%s\"".formatted(missing.get()));
      }
      work.after(LOOK_AGAIN, key);
    } else if (!areVolumesThere(pod)) {
      work.after(LOOK_FOR_VOLUMES, key);
    } else {
      events.started(pod);
      status.running(pod, node, false);
      if (behaviour.readiness(pod).isZero() && !plane.troubles().isNeverReady(pod)) {
        status.ready(pod);
      }
    }
  }

  private void becomeReady(Key key, Pod pod, Work work) {
    if (plane.troubles().isNeverReady(pod)) {
      events.unhealthy(pod);
      work.after(LOOK_AGAIN, key);
    } else {
      status.ready(pod);
    }
  }

  private void leaveReady(Pod pod) {
    if (plane.troubles().isNeverReady(pod)) {
      status.notReady(pod);
      return;
    }
    int exitCode = behaviour.exitCode(pod);
    boolean restarts =
        pod.restartPolicy().equals("Always")
            || (pod.restartPolicy().equals("OnFailure") && exitCode != 0);
    if (restarts) {
      String message = events.backingOff(pod, behaviour.backoff(pod.restarts()));
      status.crashed(pod, exitCode, message);
    } else {
      status.finished(pod, exitCode);
    }
  }

  private void end(Key key, Pod pod) {
    if (!pod.isMirror() && !pod.isFinished() && isStarted(pod)) {
      status.finished(pod, behaviour.isKilled(pod) ? 137 : behaviour.exitCodeWhenAsked(pod));
    }
    plane.remove(key, pod.uid());
  }

  private boolean areVolumesThere(Pod pod) {
    return pod.claims().stream()
        .map(name -> new Key(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), name))
        .allMatch(claim -> plane.view().get(claim).filter(c -> isThere(c, pod)).isPresent());
  }

  /** A volume on the disk is there once it is bound; one of the network has to be attached. */
  private boolean isThere(ObjectNode claim, Pod pod) {
    String name = claim.path("spec").path("volumeName").asText();
    Optional<ObjectNode> volume =
        plane.view().get(new Key(ResourceTypes.PERSISTENT_VOLUMES, "", name));
    return claim.path("status").path("phase").asText().equals("Bound")
        && volume.filter(v -> !v.path("spec").has("csi") || isAttached(name, pod)).isPresent();
  }

  private boolean isAttached(String volume, Pod pod) {
    return plane.view().all(ResourceTypes.VOLUME_ATTACHMENTS).stream()
        .map(attachment -> attachment.path("spec"))
        .filter(spec -> spec.path("nodeName").asText().equals(pod.nodeName()))
        .anyMatch(spec -> spec.path("source").path("persistentVolumeName").asText().equals(volume));
  }

  private static boolean isStarted(Pod pod) {
    return pod.json().path("status").has("startTime") && pod.phase().equals("Running");
  }

  private static boolean isWaitingFor(Pod pod, String reason) {
    JsonNode first = pod.json().path("status").path("containerStatuses").path(0);
    return first.path("state").path("waiting").path("reason").asText().equals(reason);
  }
}
