package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private Path state;
  private int port;

  @BeforeEach
  void makeState() throws Exception {
    state = TestDirectories.reachable("launcher");
    port = LauncherUnderTest.freeHttpPort();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    ProcessTree left = LaunchedRun.everything(state);
    List<String> commands = commands(left);
    left.kill9();
    DirectoryTree.delete(state);
    assertThat(commands).isEmpty();
  }

  private static List<String> commands(ProcessTree processes) {
    return processes.pids().stream()
        .map(pid ->
            pid
                + " "
                + ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).orElse(""))
        .toList();
  }

  @Test
  void runTellsWhereEverythingIsAndEndsEverythingInOrder() throws Exception {
    LaunchedRun run = new LaunchedRun(state, port).awaitReady();
    Set<Long> pids = run.everything().pids();
    String token = Files.readString(state.resolve("admin-token")).strip();

    assertThat(run.said())
        .contains("Swagger UI   http://127.0.0.1:" + port + "/docs", "Admin token  " + token)
        .anyMatch(line -> line.matches(" +PostgreSQL 15 on Patroni +real +http://127.*"))
        .anyMatch(line -> line.matches(" +Kubernetes +simulated +https://127.*"));
    assertThat(token).matches("bnc_[a-z2-7]{8}_[0-9A-Za-z]{32}");
    assertThat(run.get("/token")).isEqualTo(token);
    assertThat(run.get("/platform")).contains("name: orders").contains("kubeconfig:");
    assertThat(Listeners.of(pids)).hasSizeGreaterThan(9).allMatch(Listeners.Listener::isLoopback);

    LaunchedRun second = new LaunchedRun(state, port);
    assertThat(second.awaitEnd()).isEqualTo(1);
    assertThat(second.said())
        .containsExactly(
            "Port %d is taken: Binnacle already runs here, process %d.".formatted(port, run.pid()));
    assertThat(run.get("/starts")).isEqualTo("1");

    new ProcessTree(List.of(run.recorded("patroni/orders-2.process"))).kill9();
    assertThat(run.awaitSaying("Patroni orders-2 ended with status 137; the rest goes on"))
        .isTrue();

    run.terminate();

    assertThat(run.said())
        .containsSubsequence(
            "Stopping the server.",
            "Stopping the simulated Kubernetes cluster.",
            "Stopping Patroni and etcd.",
            "Stopping the state store.");
    assertThat(pids).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());
  }

  @Test
  void everythingComesBackAfterSigkillOfEverything() throws Exception {
    LaunchedRun first = new LaunchedRun(state, port).awaitReady();
    String token = first.get("/token");
    first.everything().kill9();

    LaunchedRun second = new LaunchedRun(state, port).awaitReady();

    assertThat(second.get("/starts")).isEqualTo("2");
    assertThat(second.get("/token")).isEqualTo(token);
    second.terminate();
  }

  @Test
  void everythingComesBackAfterSigkillOfTheLauncherAlone() throws Exception {
    LaunchedRun first = new LaunchedRun(state, port).awaitReady();
    new ProcessTree(List.of(first.recorded("server/server.process"))).pause();
    first.kill9();

    LaunchedRun second = new LaunchedRun(state, port).awaitReady();

    assertThat(second.get("/starts")).isEqualTo("2");
    second.terminate();
  }

  @Test
  void crashedServerEndsTheRunWithItsLastWords() throws Exception {
    LaunchedRun run = new LaunchedRun(state, port).awaitReady();
    Set<Long> pids = run.everything().pids();

    new ProcessTree(List.of(run.recorded("server/server.process"))).kill9();

    assertThat(run.awaitEnd()).isEqualTo(1);
    assertThat(run.says("The server ended with status 137")).isTrue();
    assertThat(run.says("the stand-in listens")).isTrue();
    assertThat(pids).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());
  }

  @Test
  void terminationDuringTheStartEndsEverything() throws Exception {
    LaunchedRun run = new LaunchedRun(state, port);
    assertThat(run.awaitSaying("Starting")).isTrue();
    Waiting.until(
        Duration.ofSeconds(30), () -> Files.exists(state.resolve("patroni/orders-1.process")));
    Set<Long> pids = run.everything().pids();

    run.terminate();

    assertThat(run.says("ready in")).isFalse();
    assertThat(pids).noneMatch(pid -> ProcessIdentity.of(pid).isPresent());
    assertThat(commands(run.everything())).isEmpty();
  }

  @Test
  void foreignListenerOnThePortIsNamed() throws Exception {
    try (ServerSocket squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      LaunchedRun run = new LaunchedRun(state, squatter.getLocalPort());

      assertThat(run.awaitEnd()).isEqualTo(1);
      assertThat(run.said())
          .singleElement()
          .asString()
          .startsWith("Port " + port + " is taken by process " + ProcessHandle.current().pid());
    }
  }
}
