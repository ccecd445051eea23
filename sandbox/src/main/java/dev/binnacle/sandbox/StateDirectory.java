package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a run keeps everything that outlives it: {@code .state} of the project, or a directory that
 * somebody chose. PostgreSQL's user must reach it; when the project lies where that user may not go
 * (such as root's home), {@code .state} is a link to a directory under /var/lib.
 */
final class StateDirectory {
  private static final Path ELSEWHERE = Path.of("/var/lib/binnacle-sandbox");

  private StateDirectory() {}

  /**
   * Finds the directory and makes it when absent.
   *
   * @param told hears in a sentence when the directory is not where one would look
   * @throws SandboxException if the daemons' user cannot reach it
   */
  static Path resolve(Path project, Optional<Path> chosen, Consumer<String> told) {
    try {
      DaemonUser user = DaemonUser.current();
      Path directory = chosen.isPresent() ? chosen.get() : usual(project, user, told);
      open(directory);
      Path real = directory.toRealPath();
      if (!user.canReach(real)) {
        throw new SandboxException(
            "The user postgres, who runs PostgreSQL, cannot reach "
                + real
                + ": choose another directory by BINNACLE_STATE_DIR.");
      }
      return real;
    } catch (IOException e) {
      throw new SandboxException("Cannot make the state directory: " + e.getMessage(), e);
    }
  }

  private static Path usual(Path project, DaemonUser user, Consumer<String> told)
      throws IOException {
    Path usual = project.resolve(".state");
    if (!Files.exists(usual) && !user.canReach(project)) {
      Path elsewhere = ELSEWHERE.resolve(project.getFileName() + "-" + shortHash(project));
      open(elsewhere.getParent());
      open(elsewhere);
      Files.deleteIfExists(usual);
      Files.createSymbolicLink(usual, elsewhere);
    }
    if (Files.isSymbolicLink(usual)) {
      told.accept(
          "The state is kept in %s, because the user postgres cannot reach %s."
              .formatted(Files.readSymbolicLink(usual), project));
    }
    return usual;
  }

  /** Everybody may pass through, nobody else may look around. */
  private static void open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static String shortHash(Path project) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(project.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
