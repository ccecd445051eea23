package dev.binnacle.nodes.drain;

import static dev.binnacle.nodes.drain.Acknowledgement.DELETE_EMPTY_DIR_DATA;
import static dev.binnacle.nodes.drain.Acknowledgement.DELETE_PODS_WITHOUT_CONTROLLER;
import static dev.binnacle.nodes.drain.GivenPods.pod;
import static dev.binnacle.nodes.drain.GivenPods.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.nodes.drain.Duty.Skip.Kind;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.LabelSelector.Operator;
import dev.binnacle.platform.kubernetes.LabelSelector.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutyTest {

  private static Duty of(GivenPods.Given given, DrainWish wish) {
    return Duty.of(given.pod(), wish, LabelSelector.ALL);
  }

  private static Duty of(GivenPods.Given given) {
    return of(given, wish());
  }

  @Test
  void anOrdinaryPodIsEvicted() {
    assertThat(of(pod("web"))).isEqualTo(new Duty.Evict());
  }

  @Test
  void mirrorPodsAndPodsOfDaemonSetsAreLeftAlone() {
    assertThat(of(pod("etcd").alone().mirror()))
        .isInstanceOfSatisfying(
            Duty.Skip.class, skip -> assertThat(skip.kind()).isEqualTo(Kind.MIRROR));
    assertThat(of(pod("canal").ofDaemonSet().withEmptyDirectory()))
        .isInstanceOfSatisfying(
            Duty.Skip.class, skip -> assertThat(skip.kind()).isEqualTo(Kind.DAEMON_SET));
  }

  @Test
  void aFinishedPodOfADaemonSetGoes() {
    assertThat(of(pod("canal").ofDaemonSet().finished())).isEqualTo(new Duty.Evict());
  }

  @Test
  void everythingThatWouldBeLostIsNamedAtOnce() {
    assertThat(of(pod("debug").alone().withEmptyDirectory()))
        .isInstanceOfSatisfying(
            Duty.Acknowledge.class,
            acknowledge -> {
              assertThat(acknowledge.missing())
                  .containsExactly(DELETE_EMPTY_DIR_DATA, DELETE_PODS_WITHOUT_CONTROLLER);
              assertThat(acknowledge.reason()).contains("emptyDir").contains("no controller");
            });
  }

  @Test
  void whatIsAcknowledgedIsEvicted() {
    var lost = pod("debug").alone().withEmptyDirectory();
    assertThat(of(lost, wish(true, true))).isEqualTo(new Duty.Evict());
    assertThat(of(lost, wish(true, false)))
        .isInstanceOfSatisfying(
            Duty.Acknowledge.class,
            left -> assertThat(left.missing()).containsExactly(DELETE_PODS_WITHOUT_CONTROLLER));
  }

  @Test
  void nothingIsLostWithAFinishedPod() {
    assertThat(of(pod("job").alone().withEmptyDirectory().finished())).isEqualTo(new Duty.Evict());
  }

  @Test
  void aPodThatEndsIsOnlyWaitedFor() {
    assertThat(of(pod("debug").alone().terminating())).isEqualTo(new Duty.Await());
  }

  @Test
  void podsThatAreNotMeantStay() {
    var onlyApi = new LabelSelector(List.of(new Requirement("app", Operator.IN, List.of("api"))));
    assertThat(Duty.of(pod("web").alone().pod(), wish(), onlyApi))
        .isInstanceOfSatisfying(
            Duty.Skip.class, skip -> assertThat(skip.kind()).isEqualTo(Kind.NOT_SELECTED));
    assertThat(Duty.of(pod("api").pod(), wish(), onlyApi)).isEqualTo(new Duty.Evict());
  }
}
