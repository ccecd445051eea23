package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import java.time.Duration;
import java.util.Optional;

/** Writes an eviction as policy/v1 wants it. Pure. */
final class EvictionWish {

  private EvictionWish() {}

  /** The eviction of that very pod, as JSON. */
  static String of(PodReference pod, Optional<Duration> grace) {
    var options =
        new DeleteOptionsBuilder().withNewPreconditions().withUid(pod.uid()).endPreconditions();
    grace.ifPresent(time -> options.withGracePeriodSeconds(time.toSeconds()));
    return ApiJson.write(
        new EvictionBuilder()
            .withNewMetadata()
            .withName(pod.name())
            .withNamespace(pod.namespace())
            .endMetadata()
            .withDeleteOptions(options.build())
            .build());
  }
}
