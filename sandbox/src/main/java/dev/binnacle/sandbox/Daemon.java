package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A running process of the sandbox: recorded on disk, stopped, killed and frozen by tests. All
 * methods may be called from any thread.
 */
public final class Daemon {
  private final DaemonCommand command;
  private final Process process;
  private final ProcessIdentity identity;

  private Daemon(DaemonCommand command, Process process, ProcessIdentity identity) {
    this.command = command;
    this.process = process;
    this.identity = identity;
  }

  /**
   * Starts the process and records who it is. A process that an earlier run recorded in the same
   * place and that still lives is for the caller to end first.
   */
  static Daemon start(DaemonCommand command) {
    try {
      LogFile.rotate(command.log());
      ProcessBuilder builder =
          new ProcessBuilder(command.command())
              .directory(command.directory().toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
      builder.environment().clear();
      builder.environment().putAll(command.environment());
      Process process = builder.start();
      ProcessIdentity identity =
          ProcessIdentity.of(process.pid())
              .orElseThrow(() -> endedAtOnce(command, process.onExit().join().exitValue()));
      identity.write(command.identity());
      return new Daemon(command, process, identity);
    } catch (IOException e) {
      throw new SandboxException("Cannot start " + command.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Ends the process that an earlier run recorded, if it still lives: first by the signal, after
   * the grace by SIGKILL.
   *
   * @return whether there was one
   */
  static boolean endLeftover(Path identityFile, String signal, Duration grace) {
    return ProcessIdentity.read(identityFile)
        .filter(ProcessIdentity::isAlive)
        .map(leftover -> {
          end(leftover, signal, grace);
          return true;
        })
        .orElse(false);
  }

  /** Sends the signal (and SIGCONT: a frozen process would not hear it), then waits, then kills. */
  static void end(ProcessIdentity identity, String signal, Duration grace) {
    Waiting.undisturbed(() -> {
      Signals.send(signal, List.of(identity.pid()));
      Signals.send("CONT", List.of(identity.pid()));
      if (!Waiting.until(grace, () -> !identity.isAlive())) {
        new ProcessTree(List.of(identity)).kill9();
      }
    });
  }

  /** What people call it. */
  public String name() {
    return command.name();
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs (a frozen one does). */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit status when the process has ended, whoever ended it. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Where its output goes. */
  public Path log() {
    return command.log();
  }

  /** The last lines of its log, oldest first. */
  public List<String> lastLogLines(int lines) {
    return LogFile.tail(command.log(), lines);
  }

  /** SIGKILL for it and its descendants; returns when they are gone. */
  public void kill9() {
    tree().kill9();
    process.onExit().join();
  }

  /** SIGSTOP for it and its descendants. */
  public void pauseProcess() {
    tree().pause();
  }

  /** SIGCONT for it and its descendants. */
  public void continueProcess() {
    tree().resume();
  }

  /** SIGTERM, and SIGKILL when it still lives after the grace; returns when it is gone. */
  public void terminate(Duration grace) {
    stop("TERM", grace);
  }

  void stop(String signal, Duration grace) {
    Waiting.undisturbed(() -> {
      if (isAlive()) {
        end(identity, signal, grace);
      }
      Waiting.until(grace, () -> !isAlive());
      try {
        Files.deleteIfExists(command.identity());
      } catch (IOException e) {
        throw new SandboxException("Cannot remove " + command.identity(), e);
      }
    });
  }

  /** Fails with the last log lines when the process has ended. */
  void requireAlive() {
    if (!isAlive()) {
      throw new SandboxException(
          "%s ended with status %d; its log %s ends with:%n%s"
              .formatted(name(), process.exitValue(), log(), String.join("\n", lastLogLines(15))));
    }
  }

  private ProcessTree tree() {
    return new ProcessTree(List.of(identity));
  }

  private static SandboxException endedAtOnce(DaemonCommand command, int status) {
    return new SandboxException(
        "%s ended at once with status %d; its log %s ends with:%n%s"
            .formatted(
                command.name(),
                status,
                command.log(),
                String.join("\n", LogFile.tail(command.log(), 15))));
  }
}
