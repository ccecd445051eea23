package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Ports that a directory keeps over restarts, so that addresses given to others stay true. */
record RecordedPorts(Path file) {
  /**
   * The recorded ports, or else the chosen ones, which are recorded.
   *
   * @throws SandboxException if one of them is taken
   */
  List<Integer> readOrChoose(Supplier<List<Integer>> choice) {
    try {
      List<Integer> ports = Files.exists(file) ? read() : choice.get();
      ports.forEach(RecordedPorts::requireFree);
      String line = ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
      Files.writeString(file, line + "\n");
      return ports;
    } catch (IOException e) {
      throw new SandboxException("Cannot keep ports in " + file, e);
    } catch (NumberFormatException e) {
      throw new SandboxException(file + " does not hold ports", e);
    }
  }

  private List<Integer> read() throws IOException {
    return Arrays.stream(Files.readString(file).strip().split(" ")).map(Integer::valueOf).toList();
  }

  private static void requireFree(int port) {
    if (!PortRange.isFree(port)) {
      throw new SandboxException("Port " + port + " is taken" + Listeners.holder(port));
    }
  }
}
