package dev.binnacle.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A single etcd, Patroni's store of who leads. */
final class EtcdNode {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final DaemonUser user;
  private final Path home;
  private final URI health;
  private final DaemonCommand command;
  private Optional<Daemon> daemon = Optional.empty();

  EtcdNode(Path clusterDirectory, PatroniPorts ports, DaemonUser user) {
    this.user = user;
    this.home = clusterDirectory.resolve("etcd");
    String client = "http://127.0.0.1:" + ports.etcdClient();
    String peer = "http://127.0.0.1:" + ports.etcdPeer();
    this.health = URI.create(client + "/health");
    this.command =
        new DaemonCommand(
            "etcd",
            user.command(
                List.of(
                    DebianPrograms.etcd().toString(),
                    "--name=etcd",
                    "--data-dir=" + home.resolve("data"),
                    "--listen-client-urls=" + client,
                    "--advertise-client-urls=" + client,
                    "--listen-peer-urls=" + peer,
                    "--initial-advertise-peer-urls=" + peer,
                    "--initial-cluster=etcd=" + peer,
                    "--auto-compaction-retention=1h",
                    "--logger=zap")),
            DaemonCommand.plainEnvironment(),
            home,
            clusterDirectory.resolve("etcd.log"),
            clusterDirectory.resolve("etcd.process"));
  }

  synchronized Optional<Daemon> daemon() {
    return daemon;
  }

  synchronized void start() {
    if (daemon.filter(Daemon::isAlive).isPresent()) {
      throw new IllegalStateException("etcd runs already");
    }
    endLeftover();
    user.privateDirectory(home);
    Daemon started = Daemon.start(command);
    daemon = Optional.of(started);
    boolean healthy =
        Waiting.until(
            START,
            () -> {
              started.requireAlive();
              return isHealthy();
            });
    if (!healthy) {
      throw new SandboxException("etcd is not healthy after " + START.toSeconds() + " s");
    }
  }

  void endLeftover() {
    Daemon.endLeftover(command.identity(), "TERM", STOP);
  }

  synchronized void stop() {
    daemon.ifPresent(running -> running.stop("TERM", STOP));
    daemon = Optional.empty();
  }

  private boolean isHealthy() {
    return HttpProbe.isOk(health);
  }
}
