package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
  private static Path directory;
  private static StateStore store;

  @BeforeAll
  static void startStore() throws Exception {
    directory = TestDirectories.reachable("server-process");
    store = StateStore.start(directory.resolve("store"), TestPorts.RANGE);
  }

  @AfterAll
  static void stopStore() throws Exception {
    store.close();
    DirectoryTree.delete(directory);
  }

  @Test
  void startsPausesContinuesAndTerminates() throws Exception {
    try (ServerProcess server = ServerProcess.start(settings())) {
      assertThat(Listeners.of(List.of(server.pid())))
          .singleElement()
          .matches(Listeners.Listener::isLoopback);
      server.pauseProcess();
      assertThat(server.isReady()).isFalse();
      assertThat(server.isAlive()).isTrue();
      server.continueProcess();
      assertThat(server.isReady()).isTrue();

      server.terminate();

      assertThat(server.onExit().get(1, TimeUnit.SECONDS)).isEqualTo(143);
    }
  }

  @Test
  void killedServerStartsAgain() throws Exception {
    ServerSettings settings = settings();
    ServerProcess server = ServerProcess.start(settings);
    server.kill9();
    assertThat(server.isAlive()).isFalse();
    assertThat(server.onExit().get(1, TimeUnit.SECONDS)).isEqualTo(137);

    try (ServerProcess again = ServerProcess.start(settings)) {
      assertThat(again.isReady()).isTrue();
    }
  }

  @Test
  void leftoverOfAnEarlierRunIsEnded() {
    ServerSettings settings = settings();
    ServerProcess forgotten = ServerProcess.start(settings);

    try (ServerProcess next = ServerProcess.start(settings)) {
      assertThat(forgotten.isAlive()).isFalse();
      assertThat(next.isReady()).isTrue();
    }
  }

  @Test
  void serverThatEndsTellsItsLastWords() {
    assertThatThrownBy(
            () -> ServerProcess.start(settings().withEnvironment(Map.of("STAND_IN_FAILS", "yes"))))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("status 3")
        .hasMessageContaining("the stand-in fails as told");
  }

  private static ServerSettings settings() {
    int port = TestPorts.RANGE.free(1).getFirst();
    Path own = directory.resolve("server-" + port);
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Path platform = PlatformFile.write(own.resolve("platform.yaml"), List.of());
    return ServerSettings.of(store, platform, Secrets.apiToken(), port, own)
        .withCommand(TestJvm.command(StandInServer.class));
  }
}
