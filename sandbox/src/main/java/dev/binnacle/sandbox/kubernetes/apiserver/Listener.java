package dev.binnacle.sandbox.kubernetes.apiserver;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.binnacle.sandbox.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTPS port on loopback that can be closed and opened again. A virtual thread serves each
 * request, a watch as long as it lasts.
 */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 256;

  static {
    // Without it, each small answer waits for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** A server with its threads. */
  private record Running(HttpsServer server, ExecutorService threads) {}

  private final int port;
  private final HttpHandler handler;
  private Optional<Running> running = Optional.empty();

  Listener(int port, HttpHandler handler) {
    this.port = port;
    this.handler = handler;
  }

  int port() {
    return port;
  }

  /** Takes connections with this identity. Only while closed. */
  synchronized void open(SSLContext context) {
    try {
      HttpsServer server =
          HttpsServer.create(
              new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
      server.setHttpsConfigurator(new ClientCertificates(context));
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", handler);
      server.start();
      running = Optional.of(new Running(server, threads));
    } catch (IOException failed) {
      throw new SandboxException("Cannot listen on 127.0.0.1:" + port, failed);
    }
  }

  /** Drops all connections and takes no more. */
  @Override
  public synchronized void close() {
    running.ifPresent(ending -> {
      ending.server().stop(0);
      ending.threads().shutdownNow();
    });
    running = Optional.empty();
  }

  /** Asks for a certificate, but lets clients without one in: they may have a token. */
  private static final class ClientCertificates extends HttpsConfigurator {
    ClientCertificates(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
      wanted.setWantClientAuth(true);
      parameters.setSSLParameters(wanted);
    }
  }
}
