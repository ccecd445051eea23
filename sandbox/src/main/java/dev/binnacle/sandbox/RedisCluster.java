package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A real Redis Cluster on loopback, behind an ACL user with a password. Addresses and the password
 * are known from {@link #prepare} on; processes run between {@link #start()} and {@link #close()}.
 * Methods may be called from any thread.
 */
public final class RedisCluster implements AutoCloseable {

  private final DirectoryLock lock;
  private final RedisSettings settings;
  private final RedisSecrets secrets;
  private final List<RedisServer> servers;

  private RedisCluster(DirectoryLock lock, RedisSettings settings) {
    DaemonUser user = DaemonUser.current();
    this.lock = lock;
    this.settings = settings;
    this.secrets = new RedisSecrets(settings.directory().resolve("secrets"));
    this.servers =
        settings.members().stream()
            .map(member -> new RedisServer(member, settings.directory(), user))
            .toList();
    if (!user.canReach(settings.directory())) {
      throw new SandboxException("The user who runs Redis cannot reach " + settings.directory());
    }
  }

  /**
   * Takes the cluster's directory and ends what an earlier, killed run left running there; nothing
   * is started.
   *
   * @throws SandboxException if the program is missing, another living run holds the directory, or
   *     a port is taken by somebody else
   */
  public static RedisCluster prepare(RedisSettings wanted) {
    DirectoryLock lock = DirectoryLock.take(wanted.directory());
    try {
      RedisSettings settings = wanted.placed(wanted.directory().toRealPath(), wanted.ports());
      new RedisCluster(lock, settings).servers.forEach(RedisServer::endLeftover);
      List<Integer> ports =
          new RecordedPorts(settings.directory().resolve("ports")).readOrChoose(settings::ports);
      return new RedisCluster(lock, settings.placed(settings.directory(), ports));
    } catch (IOException e) {
      lock.close();
      throw new SandboxException("Cannot use the directory " + wanted.directory(), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Starts the servers, makes a cluster of them the first time, and waits until it serves.
   *
   * @throws SandboxException if that does not come true; {@link #close()} ends what has been
   *     started
   */
  public void start() {
    boolean formed = Files.exists(formedFile());
    if (!formed) {
      servers.forEach(RedisServer::forget);
    }
    servers.forEach(this::start);
    RedisFormation formation = new RedisFormation(access());
    formation.awaitServers(allMembers());
    if (!formed) {
      formation.form(members());
    }
    formation.awaitServing(members());
    markFormed();
  }

  /** Starts a server that was stopped or killed; does not wait for it. */
  public void start(RedisMember member) {
    start(server(member));
  }

  /** Stops a server cleanly. */
  public void stop(RedisMember member) {
    server(member).stop();
  }

  /** Kills a server as a power cut would. */
  public void kill9(RedisMember member) {
    server(member).kill9();
  }

  /** Freezes a server as a moved virtual machine would be. */
  public void pauseProcess(RedisMember member) {
    server(member).pause();
  }

  /** Lets a frozen server go on. */
  public void continueProcess(RedisMember member) {
    server(member).resume();
  }

  /** Waits until every server of the cluster serves again and every replica hears its master. */
  public void awaitServing() {
    new RedisFormation(access()).awaitServing(members());
  }

  /** Its name. */
  public String name() {
    return settings.name();
  }

  /** The servers that belong to the cluster from its beginning: masters first. */
  public List<RedisMember> members() {
    return allMembers().subList(0, 2 * settings.masters());
  }

  /** The servers that run beside the cluster. */
  public List<RedisMember> spares() {
    return allMembers().subList(2 * settings.masters(), allMembers().size());
  }

  private List<RedisMember> allMembers() {
    return servers.stream().map(RedisServer::member).toList();
  }

  /** How clients connect. */
  public RedisAccess access() {
    return new RedisAccess(secrets, settings.tls());
  }

  /** User and password. */
  public RedisSecrets secrets() {
    return secrets;
  }

  /** The pids of everything that runs for this cluster. */
  public Set<Long> pids() {
    return servers.stream()
        .flatMap(server -> server.daemon().stream())
        .map(Daemon::pid)
        .collect(Collectors.toSet());
  }

  /** Calls back when a server ends, whoever ended it. */
  void onAnyExit(Consumer<Daemon> told) {
    servers.stream()
        .flatMap(server -> server.daemon().stream())
        .forEach(daemon -> daemon.onExit().thenAccept(status -> told.accept(daemon)));
  }

  /** Stops all servers together. */
  @Override
  public void close() {
    servers.parallelStream().forEach(RedisServer::stop);
    lock.close();
    if (settings.temporary()) {
      try {
        DirectoryTree.delete(settings.directory());
      } catch (IOException e) {
        throw new SandboxException("Cannot remove " + settings.directory(), e);
      }
    }
  }

  private void start(RedisServer server) {
    server.start(
        new RedisConfiguration(settings, server.member(), secrets).text(),
        settings.tls().map(RedisTls::files).orElse(Map.of()));
  }

  private RedisServer server(RedisMember member) {
    return servers.stream()
        .filter(server -> server.member().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No server " + member.name()));
  }

  private Path formedFile() {
    return settings.directory().resolve("formed");
  }

  /** Without the mark, a cluster that was killed while it was made is made anew. */
  private void markFormed() {
    try {
      Files.writeString(formedFile(), settings.name() + "\n");
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + formedFile(), e);
    }
  }
}
