package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who a process is, beyond its pid: pids are reused, a pid with its start tick and the boot it
 * belongs to is not.
 *
 * @param pid the process id
 * @param startTick the clock tick since boot at which the process started
 * @param bootId the kernel's id of the running boot
 */
public record ProcessIdentity(long pid, long startTick, String bootId) {
  private static final int STATE = 0;
  private static final int START_TICK = 19;

  /** The identity of a living process, empty when there is none (a zombie is none). */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The command name before the last parenthesis may itself hold spaces and parentheses.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      if ("ZX".contains(fields.get(STATE)) && threads(pid) <= 1) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcessIdentity(pid, Long.parseLong(fields.get(START_TICK)), currentBoot()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The identity recorded in a file, empty when the file is absent or was cut short. */
  public static Optional<ProcessIdentity> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return words.length == 3
          ? Optional.of(
              new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
          : Optional.empty();
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  /** Records this identity as one line, {@code pid startTick bootId}. */
  public void write(Path file) throws IOException {
    Files.writeString(file, pid + " " + startTick + " " + bootId + "\n");
  }

  /** Whether this very process still lives. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The first thread of a dying process is a zombie while others still hold its files open. */
  private static long threads(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.count();
    }
  }

  private static String currentBoot() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
