package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Temporary directories through which the daemons' user can pass. */
final class TestDirectories {
  private TestDirectories() {}

  static Path reachable(String name) throws IOException {
    Path directory = Files.createTempDirectory("binnacle-" + name);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return directory.toRealPath();
  }
}
