package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the API's pod into ours. Pure. */
final class PodShape {

  /** kubernetes pkg/apis/core/types.go, the annotation that kubelets put on what they mirror. */
  private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

  /** kubernetes pkg/apis/core/v1/defaults.go. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private PodShape() {}

  static PodState of(Pod pod) {
    var metadata = pod.getMetadata();
    var spec = Optional.ofNullable(pod.getSpec()).orElseGet(PodSpec::new);
    var status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    return new PodState(
        new PodReference(metadata.getNamespace(), metadata.getName(), metadata.getUid()),
        Optional.ofNullable(spec.getNodeName()).filter(node -> !node.isEmpty()),
        PodPhase.of(Shapes.text(status.getPhase())),
        ready(status),
        Shapes.text(status.getReason()),
        restarts(status),
        Shapes.instant(metadata.getDeletionTimestamp()),
        Optional.ofNullable(metadata.getDeletionGracePeriodSeconds()).map(Duration::ofSeconds),
        controller(metadata),
        Shapes.labels(metadata.getAnnotations()).containsKey(MIRROR_ANNOTATION),
        emptyDirectories(spec),
        Shapes.labels(metadata.getLabels()),
        PodRequests.of(spec),
        Optional.ofNullable(spec.getPriorityClassName()).filter(name -> !name.isEmpty()),
        Duration.ofSeconds(
            Optional.ofNullable(spec.getTerminationGracePeriodSeconds())
                .orElse(DEFAULT_GRACE_SECONDS)),
        Shapes.createdAt(metadata));
  }

  private static boolean ready(PodStatus status) {
    return Shapes.list(status.getConditions()).stream()
        .anyMatch(condition ->
            "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static int restarts(PodStatus status) {
    return Stream.concat(
            Shapes.list(status.getInitContainerStatuses()).stream(),
            Shapes.list(status.getContainerStatuses()).stream())
        .map(ContainerStatus::getRestartCount)
        .mapToInt(Shapes::number)
        .sum();
  }

  private static Optional<PodController> controller(ObjectMeta metadata) {
    return Shapes.list(metadata.getOwnerReferences()).stream()
        .filter(owner -> Shapes.isTrue(owner.getController()))
        .findFirst()
        .map(owner ->
            new PodController(
                owner.getApiVersion(), owner.getKind(), owner.getName(), owner.getUid()));
  }

  private static List<EmptyDirectory> emptyDirectories(PodSpec spec) {
    return Shapes.list(spec.getVolumes()).stream()
        .filter(volume -> volume.getEmptyDir() != null)
        .map(volume ->
            new EmptyDirectory(volume.getName(), "Memory".equals(volume.getEmptyDir().getMedium())))
        .toList();
  }
}
