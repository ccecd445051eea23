package dev.binnacle.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A Binnacle server as a process of its own, which tests kill, freeze and stop. Several may run
 * beside each other on different ports and directories. Methods may be called from any thread.
 */
public final class ServerProcess implements AutoCloseable {
  /** How long a server may take to become ready on a busy machine. */
  public static final Duration USUAL_START = Duration.ofSeconds(90);

  private static final Duration STOP = Duration.ofSeconds(30);

  private final ServerSettings settings;
  private final Daemon daemon;

  private ServerProcess(ServerSettings settings, Daemon daemon) {
    this.settings = settings;
    this.daemon = daemon;
  }

  /** Starts a server and waits until it is ready. */
  public static ServerProcess start(ServerSettings settings) {
    ServerProcess server = launch(settings);
    try {
      server.awaitReady(USUAL_START);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Starts a server without waiting. A server that an earlier, killed run left in the same
   * directory is ended first.
   */
  public static ServerProcess launch(ServerSettings settings) {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new SandboxException("Cannot make the directory " + settings.directory(), e);
    }
    endLeftover(settings.directory());
    DaemonCommand command =
        new DaemonCommand(
            "the server",
            // A session of its own: the Ctrl-C of a terminal is for the launcher alone.
            Stream.concat(Stream.of("setsid"), settings.command().stream()).toList(),
            settings.fullEnvironment(),
            settings.directory(),
            settings.directory().resolve("server.log"),
            identityFile(settings.directory()));
    return new ServerProcess(settings, Daemon.start(command));
  }

  static void endLeftover(Path directory) {
    Daemon.endLeftover(identityFile(directory), "TERM", STOP);
  }

  /**
   * Waits until {@code /health/ready} answers 200.
   *
   * @throws SandboxException with the server's last log lines if it ends before, or is not ready in
   *     time (it is left running then)
   */
  public void awaitReady(Duration deadline) {
    boolean ready =
        Waiting.until(
            deadline,
            () -> {
              daemon.requireAlive();
              return isReady();
            });
    if (!ready) {
      throw new SandboxException(
          "The server is not ready after %d s; its log %s ends with:%n%s"
              .formatted(deadline.toSeconds(), log(), String.join("\n", daemon.lastLogLines(15))));
    }
  }

  /** Whether {@code /health/ready} answers 200 now. */
  public boolean isReady() {
    return HttpProbe.isOk(baseUrl().resolve("/health/ready"));
  }

  /** The address of the server, without a path. */
  public URI baseUrl() {
    return settings.baseUrl();
  }

  /** How it was started, to start it again or another beside it. */
  public ServerSettings settings() {
    return settings;
  }

  /** The JVM's process id. */
  public long pid() {
    return daemon.pid();
  }

  /** Whether the process lives (a frozen one does). */
  public boolean isAlive() {
    return daemon.isAlive();
  }

  /** Completes with the exit status when the process has ended, whoever ended it. */
  public CompletableFuture<Integer> onExit() {
    return daemon.onExit();
  }

  /** The file with its output. */
  public Path log() {
    return daemon.log();
  }

  /** The last lines of its output, oldest first. */
  public List<String> lastLogLines(int lines) {
    return daemon.lastLogLines(lines);
  }

  /** SIGKILL; returns when it is gone. */
  public void kill9() {
    daemon.kill9();
  }

  /** SIGTERM, a clean shutdown; returns when it is gone, by SIGKILL after 30 s. */
  public void terminate() {
    daemon.terminate(STOP);
  }

  /** SIGSTOP: the server sleeps and does not know it. */
  public void pauseProcess() {
    daemon.pauseProcess();
  }

  /** SIGCONT: the server wakes up. */
  public void continueProcess() {
    daemon.continueProcess();
  }

  /** The same as {@link #terminate()}. */
  @Override
  public void close() {
    terminate();
  }

  private static Path identityFile(Path directory) {
    return directory.resolve("server.process");
  }
}
