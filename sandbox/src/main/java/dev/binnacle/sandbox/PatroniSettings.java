package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a Patroni cluster of the sandbox looks like.
 *
 * @param directory where it lives; a later start on the same directory finds its data
 * @param temporary whether the directory is removed when the cluster is closed
 * @param scope Patroni's name of the cluster, the prefix of its members' names
 * @param members how many members there are
 * @param ports the ports of the first start; later starts keep them
 * @param ttl how long the leader's key outlives its last renewal, at least 20 s
 * @param loopWait how often Patroni looks at the cluster
 * @param retryTimeout how long Patroni bears a failing etcd or PostgreSQL, at least 3 s
 */
public record PatroniSettings(
    Path directory,
    boolean temporary,
    String scope,
    int members,
    PatroniPorts ports,
    Duration ttl,
    Duration loopWait,
    Duration retryTimeout) {
  private static final int MEMBERS = 3;

  public PatroniSettings {
    if (ttl.compareTo(loopWait.plus(retryTimeout.multipliedBy(2))) < 0) {
      throw new IllegalArgumentException("Patroni needs loop_wait + 2 * retry_timeout <= ttl");
    }
  }

  /** Three members in a directory that persists. */
  public static PatroniSettings in(Path directory, PatroniPorts ports) {
    return new PatroniSettings(
        directory,
        false,
        "orders",
        MEMBERS,
        ports,
        Duration.ofSeconds(20),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3));
  }

  /** Three members in a new directory that vanishes with them. */
  public static PatroniSettings temporary(PortRange range) {
    try {
      Path directory = Files.createTempDirectory("binnacle-patroni");
      // The daemons' user passes through on the way to its own directories.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      return in(directory, PatroniPorts.free(range, MEMBERS)).temporary(true);
    } catch (IOException e) {
      throw new SandboxException("Cannot make a temporary directory", e);
    }
  }

  /** The same with another scope. */
  public PatroniSettings withScope(String newScope) {
    return new PatroniSettings(
        directory, temporary, newScope, members, ports, ttl, loopWait, retryTimeout);
  }

  /** The same with other timings. */
  public PatroniSettings withTimings(
      Duration newTtl, Duration newLoopWait, Duration newRetryTimeout) {
    return new PatroniSettings(
        directory, temporary, scope, members, ports, newTtl, newLoopWait, newRetryTimeout);
  }

  PatroniSettings withPorts(PatroniPorts newPorts) {
    return new PatroniSettings(
        directory, temporary, scope, members, newPorts, ttl, loopWait, retryTimeout);
  }

  PatroniSettings in(Path newDirectory) {
    return new PatroniSettings(
        newDirectory, temporary, scope, members, ports, ttl, loopWait, retryTimeout);
  }

  List<PatroniMember> memberList() {
    return IntStream.range(0, members)
        .mapToObj(i ->
            new PatroniMember(
                scope + "-" + (i + 1),
                ports.rest().get(i),
                ports.sql().get(i),
                ports.poolers().get(i)))
        .toList();
  }

  private PatroniSettings temporary(boolean newTemporary) {
    return new PatroniSettings(
        directory, newTemporary, scope, members, ports, ttl, loopWait, retryTimeout);
  }
}
