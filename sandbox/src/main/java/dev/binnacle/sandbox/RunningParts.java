package dev.binnacle.sandbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run has started, ended in the order of dependence. A part that comes up while the run
 * already ends is ended at once, so that nothing slips through a Ctrl-C during the start.
 */
final class RunningParts {
  /** The parts in the order in which they are ended: who needs another goes first. */
  enum Part {
    SERVER("the server"),
    KUBERNETES("the simulated Kubernetes cluster"),
    REDIS("the Redis Cluster"),
    MONGODB("the simulated MongoDB replica set"),
    PATRONI("Patroni and etcd"),
    STATE_STORE("the state store");

    private final String title;

    Part(String title) {
      this.title = title;
    }
  }

  private final Map<Part, AutoCloseable> running = new EnumMap<>(Part.class);
  private final Consumer<String> told;
  private boolean ending;

  RunningParts(Consumer<String> told) {
    this.told = told;
  }

  /** Takes charge of a part. */
  <T extends AutoCloseable> T add(Part part, T process) {
    synchronized (this) {
      if (!ending) {
        running.put(part, process);
        return process;
      }
    }
    end(part, process);
    throw new SandboxException("The run ends");
  }

  synchronized boolean isEnding() {
    return ending;
  }

  /** From now on nothing more may come up; a crash is no news any more. */
  synchronized void beginEnding() {
    ending = true;
  }

  /** Ends every part; one that cannot be ended does not hold up the others. */
  void end() {
    beginEnding();
    for (Part part : Part.values()) {
      take(part).ifPresent(process -> end(part, process));
    }
  }

  private synchronized Optional<AutoCloseable> take(Part part) {
    return Optional.ofNullable(running.remove(part));
  }

  private void end(Part part, AutoCloseable process) {
    try {
      told.accept("Stopping " + part.title + ".");
      process.close();
    } catch (Exception e) {
      told.accept("Cannot stop " + part.title + ": " + e.getMessage());
    }
  }
}
