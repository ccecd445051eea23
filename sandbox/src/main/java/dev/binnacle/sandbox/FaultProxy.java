package dev.binnacle.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A TCP proxy on loopback in front of a component, with faults. It starts in the mode pass; a mode
 * holds for open connections and new ones until the next mode is set. Modes may be set from any
 * thread.
 */
public final class FaultProxy implements AutoCloseable {
  /** What the proxy does with the traffic. */
  sealed interface Mode {
    /** Forwards everything. */
    record Pass() implements Mode {}

    /** Forwards every chunk of bytes, in both directions, after a while. */
    record Delay(Duration time) implements Mode {}

    /** Does not listen. */
    record Refuse() implements Mode {}

    /** Accepts connections, swallows what they send and never answers. */
    record Blackhole() implements Mode {}

    /** Forwards until a matching HTTP request was forwarded whole, then is a black hole. */
    record FreezeAfter(Pattern requestLine, CompletableFuture<String> happened) implements Mode {}

    /** Forwards until a matching HTTP request arrives, which it swallows, then is a black hole. */
    record FreezeBefore(Pattern requestLine, CompletableFuture<String> happened) implements Mode {}
  }

  private final InetSocketAddress target;
  private final int port;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = new Mode.Pass();
  private ServerSocket listener;

  private FaultProxy(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
    this.port = listener.getLocalPort();
  }

  /** A proxy on a free port of the range in front of a port of 127.0.0.1. */
  public static FaultProxy start(int targetPort, PortRange range) {
    FaultProxy proxy =
        new FaultProxy(
            new InetSocketAddress(loopback(), targetPort), listen(range.free(1).getFirst()));
    proxy.accept(proxy.listener);
    return proxy;
  }

  /** The proxy's own port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The proxy's own address for HTTP. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Forwards everything; connections that lost bytes in an earlier mode are cut. */
  public void pass() {
    set(new Mode.Pass());
  }

  /** Holds back every chunk of bytes, in both directions, for a time. */
  public void delay(Duration time) {
    set(new Mode.Delay(time));
  }

  /** Refuses connections as a dead process does, and cuts the open ones. */
  public void refuse() {
    set(new Mode.Refuse());
  }

  /** Accepts connections and never answers, as a hung process does. */
  public void blackhole() {
    set(new Mode.Blackhole());
  }

  /**
   * Forwards until an HTTP request whose first line matches was forwarded with its whole body; from
   * then on nothing comes back and nothing more goes through.
   *
   * @param requestLine searched in lines such as {@code POST /switchover HTTP/1.1}
   * @return completes with the request line when the request went through; is cancelled when
   *     another mode is set before
   */
  public CompletableFuture<String> freezeAfter(Pattern requestLine) {
    Mode.FreezeAfter freeze = new Mode.FreezeAfter(requestLine, new CompletableFuture<>());
    set(freeze);
    return freeze.happened();
  }

  /**
   * The same, but the matching request itself does not go through either: the component never
   * learns of it.
   */
  public CompletableFuture<String> freezeBefore(Pattern requestLine) {
    Mode.FreezeBefore freeze = new Mode.FreezeBefore(requestLine, new CompletableFuture<>());
    set(freeze);
    return freeze.happened();
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() {
    refuse();
  }

  Mode mode() {
    return mode;
  }

  /** A freeze that has happened swallows from now on, on every connection. */
  void becomeBlackhole(Mode freeze) {
    synchronized (this) {
      if (mode.equals(freeze)) {
        mode = new Mode.Blackhole();
      }
    }
  }

  void closed(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private synchronized void set(Mode next) {
    cancelPending(mode);
    mode = next;
    if (next instanceof Mode.Refuse) {
      closeListener();
      connections.forEach(ProxiedConnection::close);
      return;
    }
    connections.stream().filter(ProxiedConnection::hasLostBytes).forEach(ProxiedConnection::close);
    if (listener.isClosed()) {
      listener = listen(port);
      accept(listener);
    }
  }

  private static void cancelPending(Mode mode) {
    switch (mode) {
      case Mode.FreezeAfter freeze -> freeze.happened().cancel(false);
      case Mode.FreezeBefore freeze -> freeze.happened().cancel(false);
      case Mode.Pass pass -> {}
      case Mode.Delay delay -> {}
      case Mode.Refuse refuse -> {}
      case Mode.Blackhole blackhole -> {}
    }
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .name("fault-proxy-" + port)
        .start(() -> {
          while (!from.isClosed()) {
            try {
              open(from.accept());
            } catch (IOException closedOrCut) {
              // The next accept tells whether the listener itself was closed.
              continue;
            }
          }
        });
  }

  private void open(Socket client) throws IOException {
    ProxiedConnection connection = new ProxiedConnection(this, client);
    connections.add(connection);
    if (mode instanceof Mode.Refuse) {
      connection.close();
      return;
    }
    connection.start(target);
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new SandboxException("Cannot stop listening on port " + port, e);
    }
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return socket;
    } catch (IOException e) {
      throw new SandboxException("Cannot listen on port " + port, e);
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
