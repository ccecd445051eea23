package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that runs the daemons: PostgreSQL refuses root, so root hands them to the {@code
 * postgres} user of the Debian package; everybody else runs them directly.
 */
final class DaemonUser {
  private static final String POSTGRES = "postgres";

  private final Optional<String> name;

  private DaemonUser(Optional<String> name) {
    this.name = name;
  }

  /** The one that fits who runs this JVM. */
  static DaemonUser current() {
    return new DaemonUser(isRoot() ? Optional.of(POSTGRES) : Optional.empty());
  }

  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new SandboxException("Cannot read /proc/self: Linux with /proc is needed", e);
    }
  }

  /**
   * The command as this user, in a session of its own (the Ctrl-C of a terminal must not reach
   * daemons, which are stopped in order). Both wrappers exec: the pid is the daemon's.
   */
  List<String> command(List<String> command) {
    return Stream.of(List.of("setsid"), switchUser(), command).flatMap(List::stream).toList();
  }

  /** Makes a directory (with parents) that only this user can enter. */
  Path privateDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      own(directory);
      return directory;
    } catch (IOException e) {
      throw new SandboxException("Cannot make the directory " + directory, e);
    }
  }

  /** Writes a file that only this user can read. */
  void writePrivate(Path file, String text) {
    try {
      PrivateFile.write(file, text);
      own(file);
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + file, e);
    }
  }

  /** Whether the machine knows this user. */
  boolean exists() {
    return canReach(Path.of("/"));
  }

  /** Whether this user can pass through a directory, the way the kernel sees it. */
  boolean canReach(Path directory) {
    return run(
        Stream.concat(switchUser().stream(), Stream.of("test", "-x", directory.toString()))
            .toList());
  }

  private List<String> switchUser() {
    return name.map(user ->
            List.of("setpriv", "--reuid", user, "--regid", user, "--init-groups", "--no-new-privs"))
        .orElse(List.of());
  }

  private void own(Path path) throws IOException {
    if (name.isPresent()) {
      UserPrincipal owner =
          path.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(name.orElseThrow());
      Files.setOwner(path, owner);
    }
  }

  private static boolean run(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
