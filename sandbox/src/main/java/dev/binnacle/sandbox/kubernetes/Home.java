package dev.binnacle.sandbox.kubernetes;

import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a simulated cluster. A temporary one goes with the cluster.
 *
 * @param lasting whether the cluster goes on in it after a restart
 */
record Home(Path directory, boolean lasting) {
  static Home of(Optional<Path> state) {
    try {
      if (state.isPresent()) {
        return new Home(Files.createDirectories(state.get()), true);
      }
      return new Home(Files.createTempDirectory("binnacle-kubernetes"), false);
    } catch (IOException failed) {
      throw new SandboxException("No directory for the simulated cluster", failed);
    }
  }

  /** The port of the last time if it is free, so that kubeconfigs stay good. */
  int port(PortRange range) {
    Path file = directory.resolve("port");
    try {
      if (Files.exists(file)) {
        int last = Integer.parseInt(Files.readString(file).strip());
        if (PortRange.isFree(last)) {
          return last;
        }
      }
      int port = range.free(1).getFirst();
      Files.writeString(file, Integer.toString(port));
      return port;
    } catch (IOException | NumberFormatException failed) {
      throw new SandboxException("Cannot keep the port in " + file, failed);
    }
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Removes a temporary directory. */
  void leave() {
    if (lasting) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failed) {
      throw new SandboxException("Cannot remove " + directory, failed);
    }
  }
}
