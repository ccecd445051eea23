package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some processes with all their descendants, treated as one machine would be. */
final class ProcessTree {
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final List<ProcessIdentity> roots;

  ProcessTree(Collection<ProcessIdentity> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * Everything that works in a directory or below it, whoever started it and however early: a
   * PostgreSQL that Patroni has just started has no pid file yet and is nobody's child.
   */
  static ProcessTree workingBelow(Path directory) {
    Map<Long, ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(process -> worksBelow(process, directory))
            .collect(Collectors.toMap(ProcessHandle::pid, Function.identity()));
    return new ProcessTree(
        found.values().stream()
            .filter(process ->
                process.parent().map(ProcessHandle::pid).filter(found::containsKey).isEmpty())
            .map(ProcessHandle::pid)
            .map(ProcessIdentity::of)
            .flatMap(Optional::stream)
            .toList());
  }

  private static boolean worksBelow(ProcessHandle process, Path directory) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .startsWith(directory);
    } catch (IOException goneOrForeign) {
      return false;
    }
  }

  /** Ends the roots by the signal, after the grace by SIGKILL. */
  void end(String signal, Duration grace) {
    roots.forEach(root -> Daemon.end(root, signal, grace));
  }

  /** The living pids, parents before their children. */
  Set<Long> pids() {
    return roots.stream()
        .filter(ProcessIdentity::isAlive)
        .map(ProcessIdentity::pid)
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** SIGKILL for all of them; returns when none lives. */
  void kill9() {
    // Stopped first: a parent that still runs would replace a child while the others die.
    pause();
    List<ProcessIdentity> doomed =
        pids().stream().map(ProcessIdentity::of).flatMap(Optional::stream).toList();
    Signals.send("KILL", doomed.stream().map(ProcessIdentity::pid).toList());
    Predicate<ProcessIdentity> dead = Predicate.not(ProcessIdentity::isAlive);
    if (!Waiting.until(DEATH, () -> doomed.stream().allMatch(dead))) {
      throw new SandboxException("Processes survived SIGKILL for " + DEATH.toSeconds() + " s");
    }
  }

  /**
   * SIGSTOP for all of them, also for children that were born meanwhile; returns when not one
   * thread runs any more, which is a little after the signal was sent.
   */
  void pause() {
    Signals.send("STOP", pids());
    Set<Long> all = pids();
    Signals.send("STOP", all);
    if (!Waiting.until(STOP, () -> all.stream().allMatch(ThreadStates::allStopped))) {
      throw new SandboxException("Processes ran on after SIGSTOP for " + STOP.toSeconds() + " s");
    }
  }

  /** SIGCONT for all of them. */
  void resume() {
    Signals.send("CONT", pids());
  }
}
