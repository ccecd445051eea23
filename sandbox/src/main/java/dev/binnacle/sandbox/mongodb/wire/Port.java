package dev.binnacle.sandbox.mongodb.wire;

import dev.binnacle.sandbox.SandboxException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.bson.BsonDocument;

/** A member's port on loopback, which can be closed and opened again. Thread-safe. */
public final class Port implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final int number;
  private final Optional<PortSecurity> security;
  private final Supplier<Dialogue> dialogues;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private Optional<ServerSocket> listener = Optional.empty();
  private Optional<ExecutorService> threads = Optional.empty();

  /**
   * A port, closed.
   *
   * @param dialogues the server's side of a new connection
   */
  public Port(int number, Optional<PortSecurity> security, Supplier<Dialogue> dialogues) {
    this.number = number;
    this.security = security;
    this.dialogues = dialogues;
  }

  /** Takes connections, if it does not already. */
  public synchronized void open() {
    if (listener.isPresent()) {
      return;
    }
    try {
      ServerSocket socket = security.isPresent() ? security.get().listener() : new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number), BACKLOG);
      ExecutorService started = Executors.newVirtualThreadPerTaskExecutor();
      listener = Optional.of(socket);
      threads = Optional.of(started);
      started.submit(() -> accept(socket, started));
    } catch (IOException failed) {
      throw new SandboxException("Cannot listen on 127.0.0.1:" + number, failed);
    }
  }

  /** Drops all connections and takes no more. */
  @Override
  public synchronized void close() {
    listener.ifPresent(Port::closeQuietly);
    listener = Optional.empty();
    connections.forEach(Port::closeQuietly);
    connections.clear();
    threads.ifPresent(ExecutorService::shutdownNow);
    threads = Optional.empty();
  }

  private void accept(ServerSocket socket, ExecutorService started) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        started.submit(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(connection.getInputStream()));
      Dialogue dialogue = dialogues.get();
      int id = 0;
      while (true) {
        id = serve(connection, dialogue, Frames.read(in), id);
      }
    } catch (IOException | InterruptedException | RuntimeException ended) {
      // A connection ends when either side wants it to; the other one finds out.
    } finally {
      connections.remove(connection);
    }
  }

  /** Answers a message, again and again if the client listens on; gives the last answer's id. */
  private static int serve(Socket connection, Dialogue dialogue, Message message, int lastId)
      throws IOException, InterruptedException {
    BsonDocument answer = dialogue.answer(message.body());
    int id = lastId;
    int responseTo = message.requestId();
    while (!message.silent()) {
      Optional<BsonDocument> next =
          message.exhaust() ? dialogue.next(message.body(), answer) : Optional.empty();
      id++;
      Frames.write(
          connection.getOutputStream(), id, responseTo, message.legacy(), next.isPresent(), answer);
      if (next.isEmpty()) {
        return id;
      }
      responseTo = id;
      answer = dialogue.answer(next.get());
    }
    return id;
  }

  private static void closeQuietly(AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception alreadyGone) {
      // It is to be gone.
    }
  }
}
