package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final List<Long> THIS_JVM = List.of(ProcessHandle.current().pid());

  @Test
  void findsLoopbackOfBothFamilies() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (ServerSocket socket = listen(InetAddress.getByName(address))) {
        assertThat(ofPort(socket.getLocalPort())).singleElement().matches(l -> l.isLoopback());
      }
    }
  }

  @Test
  void tellsWildcardFromLoopback() throws Exception {
    try (ServerSocket socket = listen(new InetSocketAddress(0).getAddress())) {
      assertThat(ofPort(socket.getLocalPort())).singleElement().matches(l -> !l.isLoopback());
    }
  }

  @Test
  void closedSocketIsGone() throws Exception {
    ServerSocket socket = listen(InetAddress.getLoopbackAddress());
    int port = socket.getLocalPort();
    socket.close();
    assertThat(ofPort(port)).isEmpty();
  }

  private static ServerSocket listen(InetAddress address) throws Exception {
    return new ServerSocket(TestPorts.RANGE.free(1).getFirst(), 1, address);
  }

  private static List<Listeners.Listener> ofPort(int port) {
    return Listeners.of(THIS_JVM).stream()
        .filter(listener -> listener.address().getPort() == port)
        .toList();
  }
}
