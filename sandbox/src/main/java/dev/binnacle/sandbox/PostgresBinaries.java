package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs from the Maven artifact, unpacked once per user of this machine. */
final class PostgresBinaries {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path directory;

  private PostgresBinaries(Path directory) {
    this.directory = directory;
  }

  /** Unpacks the programs unless an earlier run did. */
  static PostgresBinaries unpacked() {
    URL archive = PostgresBinaries.class.getResource("/postgres-linux-" + architecture() + ".txz");
    if (archive == null) {
      throw new SandboxException("The PostgreSQL programs are missing on the class path");
    }
    try {
      // The size tells releases apart without reading 15 MB on every start.
      long size = archive.openConnection().getContentLengthLong();
      Path directory = cache().resolve("postgresql-" + size);
      if (!Files.isDirectory(directory)) {
        unpack(archive, directory);
      }
      return new PostgresBinaries(directory);
    } catch (IOException e) {
      throw new SandboxException("Cannot unpack the PostgreSQL programs", e);
    }
  }

  /** The path of a program: initdb, pg_ctl or postgres. */
  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  private static void unpack(URL archive, Path directory) throws IOException {
    openDirectory(directory.getParent());
    Path fresh = Files.createTempDirectory(directory.getParent(), "unpacking");
    try (InputStream packed = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        write(tar, entry, fresh.resolve(entry.getName()).normalize());
      }
    }
    Files.setPosixFilePermissions(fresh, EXECUTABLE);
    try {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException unpackedByAnother) {
      DirectoryTree.delete(fresh);
      if (!Files.isDirectory(directory)) {
        throw unpackedByAnother;
      }
    }
  }

  /** Makes a directory that everybody can enter, whatever the umask says. */
  private static void openDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, EXECUTABLE);
    }
  }

  private static void write(InputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      openDirectory(target);
      return;
    }
    openDirectory(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    Files.setPosixFilePermissions(target, (entry.getMode() & 0100) != 0 ? EXECUTABLE : READABLE);
  }

  /** A place that the daemons' user can reach and nobody else can write. */
  private static Path cache() {
    if (DaemonUser.isRoot()) {
      return Path.of("/var/cache/binnacle");
    }
    String configured = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (configured.isEmpty() ? home : Path.of(configured)).resolve("binnacle");
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default ->
          throw new SandboxException(
              "There are no PostgreSQL programs for " + name + ", only for amd64 and aarch64");
    };
  }
}
