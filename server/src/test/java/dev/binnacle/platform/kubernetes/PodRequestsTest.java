package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import org.junit.jupiter.api.Test;

class PodRequestsTest {

  private static final long MEBIBYTE = 1024 * 1024;

  @Test
  void containersAddUp() {
    assertThat(requests("{containers: [%s, %s]}".formatted(wanting(100, 10), wanting(250, 20))))
        .isEqualTo(new ResourceRequests(350, 30 * MEBIBYTE, 0));
  }

  @Test
  void theLargestMomentOfTheStartCounts() {
    assertThat(
            requests(
                "{containers: [%s], initContainers: [%s, %s]}"
                    .formatted(wanting(100, 50), wanting(400, 10), wanting(300, 20))))
        .isEqualTo(new ResourceRequests(400, 50 * MEBIBYTE, 0));
  }

  @Test
  void aSidecarRunsBesideWhatComesAfterIt() {
    assertThat(
            requests(
                "{containers: [%s], initContainers: [%s, %s, %s]}"
                    .formatted(
                        wanting(100, 10),
                        wanting(450, 0),
                        wanting(200, 20).replace("{r", "{restartPolicy: Always, r"),
                        wanting(300, 5))))
        .isEqualTo(new ResourceRequests(500, 30 * MEBIBYTE, 0));
  }

  @Test
  void theOverheadComesOnTopAndThePodAsAWholeGoesBefore() {
    assertThat(
            requests(
                """
                {containers: [%s], overhead: {cpu: 50m},
                 resources: {requests: {memory: 64Mi}}}\
                """
                    .formatted(wanting(100, 10))))
        .isEqualTo(new ResourceRequests(150, 64 * MEBIBYTE, 0));
  }

  @Test
  void whoAsksForNothingGetsNothing() {
    assertThat(requests("{containers: [{name: a}]}")).isEqualTo(ResourceRequests.NONE);
    assertThat(requests("{}")).isEqualTo(ResourceRequests.NONE);
  }

  private static String wanting(int millis, int mebibytes) {
    return "{resources: {requests: {cpu: %dm, memory: %dMi}}}".formatted(millis, mebibytes);
  }

  private static ResourceRequests requests(String spec) {
    return PodRequests.of(GivenObject.of(spec, PodSpec.class));
  }
}
