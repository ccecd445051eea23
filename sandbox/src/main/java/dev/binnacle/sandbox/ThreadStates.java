package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the threads of a process do, as the kernel tells it. */
final class ThreadStates {
  private static final String STOPPED_OR_DEAD = "TtZX";

  private ThreadStates() {}

  /** Whether no thread of the process runs any more: all are stopped or gone. */
  static boolean allStopped(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.allMatch(ThreadStates::isStopped);
    } catch (IOException | UncheckedIOException gone) {
      return true;
    }
  }

  private static boolean isStopped(Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      return STOPPED_OR_DEAD.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException gone) {
      return true;
    }
  }
}
