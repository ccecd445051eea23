package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The listening TCP sockets of processes, as the kernel tells them under /proc. */
public final class Listeners {
  private static final String LISTEN_STATE = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /**
   * A listening socket.
   *
   * @param address where it listens; a wildcard address means on every interface
   * @param pid a process that holds it
   */
  public record Listener(InetSocketAddress address, long pid) {
    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
      return address.getAddress().isLoopbackAddress();
    }
  }

  private Listeners() {}

  /** What the given processes and all their descendants listen on, ordered by port. */
  public static List<Listener> of(Collection<Long> roots) {
    Set<Long> pids =
        roots.stream()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(ProcessHandle::pid)
            .collect(Collectors.toCollection(TreeSet::new));
    return heldBy(pids);
  }

  /** What listens on a port of this machine, as far as this user may look. */
  public static List<Listener> on(int port) {
    Set<Long> everyone =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .collect(Collectors.toCollection(TreeSet::new));
    return heldBy(everyone).stream()
        .filter(listener -> listener.address().getPort() == port)
        .toList();
  }

  /** Who holds a port, as the end of a sentence; empty when this user may not know. */
  static String holder(int port) {
    return on(port).stream()
        .findFirst()
        .map(listener -> " by process " + listener.pid() + commandOf(listener.pid()))
        .orElse("");
  }

  private static String commandOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .map(command -> " (" + command + ")")
        .orElse("");
  }

  private static List<Listener> heldBy(Set<Long> pids) {
    Map<Long, InetSocketAddress> sockets = listeningSockets();
    Map<Long, Listener> found = new TreeMap<>();
    for (long pid : pids) {
      for (long inode : socketsOf(pid)) {
        if (sockets.containsKey(inode)) {
          found.putIfAbsent(inode, new Listener(sockets.get(inode), pid));
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingInt(listener -> listener.address().getPort()))
        .toList();
  }

  private static Map<Long, InetSocketAddress> listeningSockets() {
    Map<Long, InetSocketAddress> sockets = new TreeMap<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > INODE && fields[STATE].equals(LISTEN_STATE)) {
          sockets.put(Long.valueOf(fields[INODE]), address(fields[LOCAL_ADDRESS]));
        }
      }
    }
    return sockets;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table) : List.of();
    } catch (IOException e) {
      throw new SandboxException("Cannot read " + table, e);
    }
  }

  /** The kernel prints an address as 32-bit words in this machine's byte order, then the port. */
  private static InetSocketAddress address(String text) {
    String[] parts = text.split(":");
    ByteBuffer words =
        ByteBuffer.wrap(HexFormat.of().parseHex(parts[0])).order(ByteOrder.BIG_ENDIAN);
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      bytes.putInt(words.getInt());
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes.array()), Integer.parseInt(parts[1], 16));
    } catch (UnknownHostException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<Long> socketsOf(long pid) {
    List<Long> inodes = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : files.toList()) {
        String target = targetOf(file);
        if (target.startsWith("socket:[")) {
          inodes.add(Long.valueOf(target.substring("socket:[".length(), target.length() - 1)));
        }
      }
    } catch (IOException | UncheckedIOException goneOrNotOurs) {
      return inodes;
    }
    return inodes;
  }

  private static String targetOf(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
