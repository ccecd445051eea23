package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.Listeners;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody beyond this machine can reach the server or what it runs on here. */
@Tag("api")
class ListenersIT {

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();

  @Test
  void everythingListensOnLoopbackOnly() {
    var processes = new HashSet<>(platform.patroni().pids());
    processes.add(platform.store().daemon().pid());
    processes.add(server.process().pid());

    var listeners = Listeners.of(processes);

    assertThat(listeners).allMatch(Listeners.Listener::isLoopback);
    assertThat(listeners)
        .extracting(listener -> listener.address().getPort())
        .contains(server.process().baseUrl().getPort(), platform.store().port());
  }

  @Test
  void theServerListensOnItsHttpPortAlone() {
    assertThat(Listeners.of(java.util.List.of(server.process().pid())))
        .extracting(listener -> listener.address().getPort())
        .containsExactly(server.process().baseUrl().getPort());
  }
}
