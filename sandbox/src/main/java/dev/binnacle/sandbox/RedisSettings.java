package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a Redis Cluster of the sandbox looks like.
 *
 * @param directory where it lives; a later start on the same directory finds its data
 * @param temporary whether the directory is removed when the cluster is closed
 * @param name the name of the cluster, the prefix of its servers' names
 * @param masters how many masters share the slots; each has one replica
 * @param spares how many servers run beside the cluster without belonging to it
 * @param ports the ports of the first start, two for each server; later starts keep them
 * @param nodeTimeout how long a node may keep silent before its replica takes over
 * @param tls how its listeners are secured, if they are
 */
public record RedisSettings(
    Path directory,
    boolean temporary,
    String name,
    int masters,
    int spares,
    List<Integer> ports,
    Duration nodeTimeout,
    Optional<RedisTls> tls) {
  private static final int MASTERS = 3;
  private static final int FIRST_PORT = 18701;

  public RedisSettings {
    ports = List.copyOf(ports);
  }

  /** Three masters and three replicas in a directory that persists. */
  public static RedisSettings in(Path directory, List<Integer> ports) {
    return new RedisSettings(
        directory, false, "sessions", MASTERS, 0, ports, Duration.ofSeconds(5), Optional.empty());
  }

  /** The well-known ports of {@code make run}: 18701 to 18706, and as many more for the bus. */
  public static List<Integer> usualPorts() {
    return IntStream.range(FIRST_PORT, FIRST_PORT + 4 * MASTERS).boxed().toList();
  }

  /** Free ports of a range for three masters and three replicas. */
  public static List<Integer> freePorts(PortRange range) {
    return range.free(4 * MASTERS);
  }

  /** Three masters, three replicas and some spares in a new directory that vanishes with them. */
  public static RedisSettings temporary(PortRange range, int spares) {
    try {
      Path directory = Files.createTempDirectory("binnacle-redis");
      // The daemons' user passes through on the way to its own directories.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      return new RedisSettings(
          directory,
          true,
          "sessions",
          MASTERS,
          spares,
          range.free(4 * MASTERS + 2 * spares),
          Duration.ofSeconds(2),
          Optional.empty());
    } catch (IOException e) {
      throw new SandboxException("Cannot make a temporary directory", e);
    }
  }

  /** The same cluster behind TLS. */
  public RedisSettings with(RedisTls transport) {
    return new RedisSettings(
        directory, temporary, name, masters, spares, ports, nodeTimeout, Optional.of(transport));
  }

  RedisSettings placed(Path newDirectory, List<Integer> newPorts) {
    return new RedisSettings(
        newDirectory, temporary, name, masters, spares, newPorts, nodeTimeout, tls);
  }

  /** Masters first, then their replicas in the same order, then the spares. */
  List<RedisMember> members() {
    int servers = 2 * masters + spares;
    return IntStream.range(0, servers)
        .mapToObj(i -> new RedisMember(name + "-" + (i + 1), ports.get(i), ports.get(servers + i)))
        .toList();
  }
}
