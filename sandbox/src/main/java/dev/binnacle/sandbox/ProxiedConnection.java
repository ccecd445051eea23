package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A client's connection through a {@link FaultProxy}: one pump for each direction. */
final class ProxiedConnection {
  private static final int CHUNK_BYTES = 16 << 10;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final HttpRequestReader requests = new HttpRequestReader();
  private volatile boolean lostBytes;

  ProxiedConnection(FaultProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  /** Connects to the target, unless the target is not to know, and pumps in the background. */
  void start(InetSocketAddress target) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            if (!(proxy.mode() instanceof FaultProxy.Mode.Blackhole)) {
              server.connect(target);
              Thread.ofVirtual().start(this::pumpAnswers);
            } else {
              lostBytes = true;
            }
            pumpRequests();
          } catch (IOException targetIsDown) {
            close();
          }
        });
  }

  /** Whether bytes were swallowed, so that the connection can never make sense again. */
  boolean hasLostBytes() {
    return lostBytes;
  }

  /** Cuts both sides. */
  void close() {
    closeQuietly(client);
    closeQuietly(server);
    proxy.closed(this);
  }

  private void pumpRequests() {
    pump(client, this::forwardRequest);
  }

  private void pumpAnswers() {
    pump(server, this::forwardAnswer);
  }

  private void pump(Socket from, Forwarding forwarding) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      for (int length; (length = in.read(buffer)) >= 0; ) {
        forwarding.forward(Arrays.copyOf(buffer, length));
      }
    } catch (IOException cut) {
      close();
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  private void forwardRequest(byte[] chunk) throws IOException, InterruptedException {
    FaultProxy.Mode mode = proxy.mode();
    requests.read(chunk);
    switch (mode) {
      case FaultProxy.Mode.Pass pass -> write(server, chunk);
      case FaultProxy.Mode.Delay delay -> {
        TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
        write(server, chunk);
      }
      case FaultProxy.Mode.Refuse refuse -> close();
      case FaultProxy.Mode.Blackhole blackhole -> lostBytes = true;
      case FaultProxy.Mode.FreezeBefore freeze -> {
        Optional<String> request = matching(requests.begun(), freeze.requestLine());
        if (request.isEmpty()) {
          write(server, chunk);
        } else {
          freeze(mode, freeze.happened(), request.get());
        }
      }
      case FaultProxy.Mode.FreezeAfter freeze -> {
        // From the first byte of the request on, its answer must not come back.
        lostBytes |= matching(requests.begun(), freeze.requestLine()).isPresent();
        write(server, chunk);
        matching(requests.completed(), freeze.requestLine())
            .ifPresent(request -> freeze(mode, freeze.happened(), request));
      }
    }
  }

  private void forwardAnswer(byte[] chunk) throws IOException, InterruptedException {
    switch (proxy.mode()) {
      case FaultProxy.Mode.Refuse refuse -> close();
      case FaultProxy.Mode.Blackhole blackhole -> lostBytes = true;
      case FaultProxy.Mode.Delay delay -> {
        TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
        answer(chunk);
      }
      case FaultProxy.Mode.Pass pass -> answer(chunk);
      case FaultProxy.Mode.FreezeAfter freeze -> answer(chunk);
      case FaultProxy.Mode.FreezeBefore freeze -> answer(chunk);
    }
  }

  private void answer(byte[] chunk) throws IOException {
    if (!lostBytes) {
      write(client, chunk);
    }
  }

  private void freeze(FaultProxy.Mode mode, CompletableFuture<String> happened, String request) {
    lostBytes = true;
    proxy.becomeBlackhole(mode);
    happened.complete(request);
  }

  private void write(Socket to, byte[] chunk) throws IOException {
    if (to.isConnected()) {
      OutputStream out = to.getOutputStream();
      out.write(chunk);
      out.flush();
    }
  }

  private static Optional<String> matching(Iterable<String> requestLines, Pattern pattern) {
    for (String line : requestLines) {
      if (pattern.matcher(line).find()) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // A socket that cannot be closed is of no use to either side: nothing is left to do.
    }
  }

  private interface Forwarding {
    void forward(byte[] chunk) throws IOException, InterruptedException;
  }
}
