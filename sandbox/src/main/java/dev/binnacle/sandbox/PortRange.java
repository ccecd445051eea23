package dev.binnacle.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Where to look for free ports.
 *
 * @param first the lowest port
 * @param last the highest port
 */
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException("Not a range of ports: " + first + "-" + last);
    }
  }

  /** The range of {@code make run}, below the ports that the kernel gives to outgoing calls. */
  public static PortRange usual() {
    return new PortRange(18000, 18999);
  }

  /**
   * Ports on which nothing listens on loopback now. Looked for in random order, so that two runs
   * that look at the same time seldom meet.
   */
  public List<Integer> free(int count) {
    int size = last - first + 1;
    int offset = new Random().nextInt(size);
    List<Integer> free =
        IntStream.range(0, size)
            .map(i -> first + (offset + i) % size)
            .filter(PortRange::isFree)
            .limit(count)
            .boxed()
            .toList();
    if (free.size() < count) {
      throw new SandboxException("No %d free ports in %d-%d".formatted(count, first, last));
    }
    return free;
  }

  /** Whether a listener on loopback could take the port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
