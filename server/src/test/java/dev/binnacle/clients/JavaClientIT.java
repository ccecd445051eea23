package dev.binnacle.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.client.BinnacleClient;
import dev.binnacle.client.OperationStates;
import dev.binnacle.client.Pages;
import dev.binnacle.client.ProblemException;
import dev.binnacle.client.WaitOptions;
import dev.binnacle.client.model.DrainRequest;
import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.OperationEvent;
import dev.binnacle.client.model.OperationEventType;
import dev.binnacle.client.model.OperationPage;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.ProblemCode;
import dev.binnacle.client.model.SwitchoverRequest;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Java client performs procedures on servers that die in the middle of them. */
@Tag("api")
class JavaClientIT {

  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private final TestPlatform platform = TestPlatform.shared();
  private final List<OperationEvent> heard = new CopyOnWriteArrayList<>();

  private final WaitOptions listening = WaitOptions.atMost(DEADLINE).onProgress(heard::add);

  @Test
  void aSwitchoverIsFollowedThroughTheDeathOfItsServer() throws Exception {
    platform.patroni().awaitHealthy(DEADLINE);
    var oldLeader = platform.patroni().leader().orElseThrow().name();
    try (var server = MortalServer.start(platform.describe(platform.patroni().restUrls()))) {
      var client = BinnacleClient.of(server.address(), TestServer.TOKEN);
      client.requireCompatibleServer();
      var trap = server.trap("request-switchover");
      var request = new SwitchoverRequest().reason("Tried from Java");
      var started =
          client.databases().switchoverDatabase(TestPlatform.DATABASE, request, null, null);
      assertThatThrownBy(() ->
              client.databases().switchoverDatabase(TestPlatform.DATABASE, request, null, null))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ProblemCode.OPERATION_ALREADY_ACTIVE);
                assertThat(refused.remedy()).isPresent();
                assertThat(refused.problem().getActiveOperation().getId())
                    .isEqualTo(started.getId());
              });

      var waiting = client.async(() -> client.waitFor(started.getId(), listening));
      server.dieIn(trap);

      var ended = OperationStates.requireSuccess(waiting.get());
      assertThat(ended.getResult().getSwitchoverResult().getPreviousLeader()).isEqualTo(oldLeader);
      assertThat(platform.patroni().leader().orElseThrow().name()).isNotEqualTo(oldLeader);
      assertEveryEventWasHeardOnce();
      assertIsListed(client, ended);
    }
  }

  @Test
  void aDrainIsFollowedThroughTheDeathOfItsServer() throws Exception {
    try (var cluster = TestCluster.start(3, 4);
        var server =
            MortalServer.start(
                platform.describeClusters(List.of(cluster.described(User.BINNACLE))))) {
      var client = BinnacleClient.of(server.address(), TestServer.TOKEN);
      var trap = server.trap("evict-pods");
      var request =
          new DrainRequest()
              .reason("Tried from Java")
              .deleteEmptyDirData(true)
              .deletePodsWithoutController(true);
      var started = client.nodes().drainNode(TestCluster.NAME, "worker-2", request, null, null);

      var waiting = client.async(() -> client.waitFor(started.getId(), listening));
      server.dieIn(trap);

      var ended = OperationStates.requireSuccess(waiting.get());
      assertThat(ended.getResult().getDrainResult().getEvicted()).isPositive();
      assertThat(cluster.isCordoned("worker-2")).isTrue();
      assertEveryEventWasHeardOnce();
    }
  }

  private void assertEveryEventWasHeardOnce() {
    assertThat(heard)
        .extracting(OperationEvent::getSequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, heard.size()).boxed().toList());
    assertThat(heard)
        .extracting(OperationEvent::getType)
        .contains(OperationEventType.RUNNER_CHANGED);
    assertThat(heard.getLast().getState()).isEqualTo(OperationState.SUCCEEDED);
  }

  private static void assertIsListed(BinnacleClient client, Operation operation) {
    var operations = client.operations();
    var all =
        Pages.of(
            cursor ->
                operations.listOperations(null, null, null, null, null, null, null, 1, cursor),
            OperationPage::getItems,
            OperationPage::getNextCursor);
    assertThat(all).extracting("id").contains(operation.getId());
  }

  @Test
  void aWrongTokenIsToldWithWhatToDo() {
    var client = BinnacleClient.of(TestServer.shared().process().baseUrl(), "bnc_wrong_0123456789");

    assertThatThrownBy(() -> client.platform().getCaller())
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(401);
              assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_TOKEN);
              assertThat(refused.remedy()).isPresent();
              assertThat(refused.requestId()).isPresent();
            });
  }
}
