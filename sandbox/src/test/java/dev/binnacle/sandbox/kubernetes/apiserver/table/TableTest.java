package dev.binnacle.sandbox.kubernetes.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, <invalid>",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT3M12S, 3m12s",
    "PT10M59S, 10m",
    "PT2H59M, 179m",
    "PT3H, 3h",
    "PT7H5M, 7h5m",
    "PT47H, 47h",
    "P2D, 2d",
    "P5DT3H, 5d3h",
    "P8D, 8d",
    "P729D, 729d",
    "P731D, 2y1d",
    "P2925D, 8y",
  })
  void spansOfTime(Duration duration, String said) {
    assertThat(Ages.say(duration)).isEqualTo(said);
  }

  @Test
  void aRunningPod() {
    ObjectNode pod =
        pod(
            "{phase: Running, containerStatuses: [{ready: true, restartCount: 2, state: {running: {}}}]}");

    assertThat(PodCells.ready(pod)).isEqualTo("1/1");
    assertThat(PodCells.status(pod)).isEqualTo("Running");
    assertThat(PodCells.restarts(pod)).isEqualTo("2");
  }

  @Test
  void whatAContainerWaitsForIsTheStatus() {
    assertThat(
            PodCells.status(
                pod(
                    "{phase: Running, containerStatuses: [{state: {waiting: {reason: CrashLoopBackOff}}}]}")))
        .isEqualTo("CrashLoopBackOff");
    assertThat(
            PodCells.status(
                pod(
                    "{phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 137, signal: 9}}}]}")))
        .isEqualTo("Signal:9");
    assertThat(PodCells.status(pod("{phase: Failed, reason: Evicted}"))).isEqualTo("Evicted");
  }

  @Test
  void aDeletedPodIsTerminating() {
    ObjectNode pod = pod("{phase: Running}");
    pod.putObject("metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");

    assertThat(PodCells.status(pod)).isEqualTo("Terminating");
  }

  @Test
  void aCordonedNode() {
    ObjectNode node =
        Manifest.of(
            """
            metadata: {labels: {node-role.kubernetes.io/etcd: "true", node-role.kubernetes.io/control-plane: ""}}
            spec: {unschedulable: true}
            status: {conditions: [{type: Ready, status: "Unknown"}]}
            """);

    assertThat(NodeCells.status(node)).isEqualTo("NotReady,SchedulingDisabled");
    assertThat(NodeCells.roles(node)).isEqualTo("control-plane,etcd");
    assertThat(NodeCells.address(node, "ExternalIP")).isEqualTo("<none>");
  }

  private static ObjectNode pod(String status) {
    return Manifest.of("{spec: {containers: [{name: web}]}, status: " + status + "}");
  }
}
