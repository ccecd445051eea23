package dev.binnacle.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder of this project's checkout. */
final class ProjectRoot {
  private ProjectRoot() {}

  /** The nearest folder from the working directory upwards that has both a server and a sandbox. */
  static Path find() {
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .filter(path -> Files.isDirectory(path.resolve("server")))
        .filter(path -> Files.isDirectory(path.resolve("sandbox")))
        .findFirst()
        .orElseThrow(() ->
            new SandboxException(
                "Not inside a checkout of Binnacle: " + Path.of("").toAbsolutePath()));
  }
}
