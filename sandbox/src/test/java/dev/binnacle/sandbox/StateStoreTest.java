package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateStoreTest {
  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = TestDirectories.reachable("state-store");
  }

  @AfterEach
  void removeDirectory() throws IOException {
    DirectoryTree.delete(directory);
  }

  @Test
  void isDurableAndBehindAPassword() throws Exception {
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      assertThat(text(store, "show fsync")).isEqualTo("on");
      assertThat(text(store, "show synchronous_commit")).isEqualTo("on");
      assertThat(text(store, "show server_version")).startsWith("18.");
      assertThatThrownBy(() -> DriverManager.getConnection(store.url(), store.user(), "guessed"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Listeners.of(List.of(store.daemon().pid())))
          .singleElement()
          .matches(Listeners.Listener::isLoopback);
    }
  }

  @Test
  void restartKeepsDataPortAndPassword() throws Exception {
    String url;
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      url = store.url();
      execute(store, "create table kept as select 42 as answer");
    }
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      assertThat(store.url()).isEqualTo(url);
      assertThat(text(store, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void committedDataSurvivesTheDeathOfThePostmaster() throws Exception {
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      execute(store, "create table kept as select 42 as answer");
      store.daemon().kill9();
    }
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      assertThat(text(store, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void committedDataSurvivesTheDeathOfItsJvmWhosePostmasterIsStopped() throws Exception {
    Process owner = TestJvm.start(StateStoreOwner.class, directory.toString());
    String url = TestJvm.firstLine(owner);
    Postmaster orphan = Postmaster.of(directory.resolve("data").toRealPath()).orElseThrow();
    owner.destroyForcibly().waitFor();
    assertThat(orphan.identity().isAlive()).isTrue();

    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      assertThat(orphan.identity().isAlive()).isFalse();
      assertThat(store.url()).isEqualTo(url);
      assertThat(text(store, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void livingOwnerKeepsItsStore() {
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      assertThatThrownBy(() -> StateStore.start(directory, TestPorts.RANGE))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("in use");
      assertThat(store.daemon().isAlive()).isTrue();
    }
  }

  @Test
  void crashIsTold() throws Exception {
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      var exit = store.daemon().onExit();
      store.daemon().kill9();
      assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(137);
      assertThatThrownBy(() -> store.daemon().requireAlive())
          .hasMessageContaining("ended with status 137");
    }
  }

  @Test
  void frozenStoreGoesOn() throws Exception {
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      store.daemon().pauseProcess();
      assertThat(store.daemon().isAlive()).isTrue();
      store.daemon().continueProcess();
      assertThat(text(store, "select 1")).isEqualTo("1");
      store.daemon().pauseProcess();
      store.daemon().terminate(Duration.ofSeconds(20));
      assertThat(store.daemon().isAlive()).isFalse();
    }
  }

  @Test
  void takenPortIsToldWithItsHolder() throws Exception {
    int port;
    try (StateStore store = StateStore.start(directory, TestPorts.RANGE)) {
      port = store.port();
    }
    try (var squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> StateStore.start(directory, TestPorts.RANGE))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining(
              "Port "
                  + squatter.getLocalPort()
                  + " is taken by process "
                  + ProcessHandle.current().pid());
    }
  }

  private static void execute(StateStore store, String sql) throws SQLException {
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(StateStore store, String sql) throws SQLException {
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
