package dev.binnacle.platform.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on a real cluster whose endpoints are reached through proxies that can fail. */
@Tag("component")
class PatroniClientIT {

  private static final PortRange PORTS = new PortRange(26200, 26299);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private static PatroniCluster cluster;

  @TempDir private Path directory;
  private List<FaultProxy> proxies;
  private PatroniClient client;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(PORTS));
    cluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void connect() {
    proxies =
        cluster.members().stream()
            .map(member -> FaultProxy.start(member.restPort(), PORTS))
            .toList();
    client = client(described(proxies.stream().map(FaultProxy::uri).toList()));
  }

  @AfterEach
  void disconnect() {
    proxies.forEach(FaultProxy::close);
  }

  @Test
  void readsTheClusterItsMembersItsHistoryAndItsSettings() {
    var state = client.cluster();
    var leader = state.leader().orElseThrow();
    assertThat(leader.name()).isEqualTo(cluster.leader().orElseThrow().name());
    assertThat(state.members()).hasSize(3).allMatch(member -> member.address().isPresent());
    for (var member : state.members()) {
      var status = client.status(member.apiUrl().orElseThrow());
      assertThat(status.state().isRunning()).isTrue();
      assertThat(status.role().leads()).isEqualTo(member.equals(leader));
      assertThat(status.patroniVersion()).contains("3.0.2");
    }
    assertThat(client.settings().loopWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(client.history()).isNotNull();
  }

  @Test
  void anyEndpointThatAnswersIsEnough() {
    proxies.get(0).refuse();
    proxies.get(1).blackhole();
    long start = System.nanoTime();
    assertThat(client.cluster().members()).hasSize(3);
    assertThat(since(start)).isLessThan(DEADLINE);

    long again = System.nanoTime();
    assertThat(client.cluster().members()).hasSize(3);
    assertThat(since(again)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void saysWithinTwoSecondsThatNobodyAnswers() {
    proxies.forEach(FaultProxy::blackhole);
    long start = System.nanoTime();
    var late = problem(client::cluster);
    assertThat(since(start)).isLessThan(DEADLINE);
    assertThat(late.code()).isEqualTo(ProblemCode.COMPONENT_TIMEOUT);

    proxies.forEach(FaultProxy::refuse);
    var refused = problem(client::cluster);
    assertThat(refused.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(refused.extensions())
        .containsEntry(
            "component", new Problem.Component("PATRONI", "orders", "connection refused"));
  }

  @Test
  void handsOnPatronisRefusalsInItsOwnWords() {
    var leader = client.cluster().leader().orElseThrow().name();
    var wrongLeader = client.switchover("nobody", leader, PATIENCE);
    assertThat(wrongLeader).isEqualTo(new PatroniAnswer(412, "leader name does not match"));
    assertThat(wrongLeader.refused()).isTrue();
    var stranger = client.switchover(leader, "nobody", PATIENCE);
    assertThat(stranger).isEqualTo(new PatroniAnswer(412, "candidate does not exists"));
  }

  @Test
  void whatMakesNoSenseForAMemberIsRefusedInPatronisOwnWords() {
    var leader = client.cluster().leader().orElseThrow();
    var url = leader.apiUrl().orElseThrow();

    var reinitialize = client.reinitialize(url, PATIENCE);
    assertThat(reinitialize.words()).isEqualTo("I am the leader, can not reinitialize");
    assertThat(reinitialize.failed()).isTrue();
    var restart = client.restart(url, true, PATIENCE);
    assertThat(restart.words()).isEqualTo("restart conditions are not satisfied");
    assertThat(restart.failed()).isTrue();
    assertThat(client.failover("nobody", PATIENCE))
        .isEqualTo(new PatroniAnswer(412, "candidate does not exists"));
  }

  @Test
  void theMaintenanceModeIsSwitchedOnAndOff() {
    assertThat(client.pause(true, PATIENCE).status()).isEqualTo(200);
    try {
      awaitPaused(true);
    } finally {
      assertThat(client.pause(false, PATIENCE).status()).isEqualTo(200);
    }
    awaitPaused(false);
  }

  /** Patroni reads its configuration from what it saw of etcd last. */
  private void awaitPaused(boolean paused) {
    Patience.until(
        "the configuration says paused: " + paused,
        PATIENCE,
        () -> client.configuration().paused(),
        seen -> seen == paused);
  }

  @Test
  void aWrongPasswordIsARefusal() throws IOException {
    Files.writeString(directory.resolve("wrong"), "guessed");
    var file =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            """
            sites: [{name: main}]
            databases:
              - name: orders
                engine: postgresql
                site: main
                patroni:
                  endpoints: [%s]
                  username: binnacle
                  password: {file: '%s'}
                sql: {username: postgres, password: {env: NOT_USED}}
            """
                .formatted(
                    cluster.restUrls().stream()
                        .map(URI::toString)
                        .collect(Collectors.joining(", ")),
                    directory.resolve("wrong")));
    var problem = problem(() -> client(file).switchover("nobody", "nobody", PATIENCE));
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
    assertThat(problem.detail()).contains("not authenticated").doesNotContain("guessed");
  }

  private Path described(List<URI> endpoints) {
    return PlatformFile.write(
        directory.resolve("platform.yaml"),
        List.of(new PlatformFile.PatroniDatabase("orders", endpoints, cluster.secrets())));
  }

  private static PatroniClient client(Path file) {
    var platform = GivenPlatform.in(file);
    return new PatroniClients(platform.edges())
        .of(
            platform
                .current()
                .description()
                .database("orders", Database.Postgresql.class)
                .orElseThrow());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }
}
