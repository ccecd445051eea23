package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One redis-server, as if it were a machine of its own. */
final class RedisServer {
  private static final Duration STOP = Duration.ofSeconds(20);

  private final RedisMember member;
  private final DaemonUser user;
  private final Path home;
  private final DaemonCommand command;
  private Optional<Daemon> daemon = Optional.empty();

  RedisServer(RedisMember member, Path clusterDirectory, DaemonUser user) {
    this.member = member;
    this.user = user;
    this.home = clusterDirectory.resolve(member.name());
    this.command =
        new DaemonCommand(
            "Redis " + member.name(),
            user.command(
                List.of(DebianPrograms.redis().toString(), home.resolve("redis.conf").toString())),
            DaemonCommand.plainEnvironment(),
            home,
            clusterDirectory.resolve(member.name() + ".log"),
            clusterDirectory.resolve(member.name() + ".process"));
  }

  RedisMember member() {
    return member;
  }

  synchronized Optional<Daemon> daemon() {
    return daemon;
  }

  /**
   * Starts it.
   *
   * @param more files that the configuration names, by name
   */
  synchronized void start(String configuration, Map<String, String> more) {
    if (daemon.filter(Daemon::isAlive).isPresent()) {
      throw new IllegalStateException(member.name() + " runs already");
    }
    endLeftover();
    user.privateDirectory(home);
    user.writePrivate(home.resolve("redis.conf"), configuration);
    more.forEach((name, text) -> user.writePrivate(home.resolve(name), text));
    daemon = Optional.of(Daemon.start(command));
  }

  void endLeftover() {
    Daemon.endLeftover(command.identity(), "TERM", STOP);
  }

  /** Removes everything that it knows: its data and its place in the cluster. */
  void forget() {
    try {
      if (Files.exists(home)) {
        DirectoryTree.delete(home);
      }
    } catch (IOException e) {
      throw new SandboxException("Cannot remove " + home, e);
    }
  }

  synchronized void stop() {
    daemon.ifPresent(running -> running.stop("TERM", STOP));
    daemon = Optional.empty();
  }

  synchronized void kill9() {
    daemon.ifPresent(Daemon::kill9);
    daemon = Optional.empty();
  }

  synchronized void pause() {
    daemon.ifPresent(Daemon::pauseProcess);
  }

  synchronized void resume() {
    daemon.ifPresent(Daemon::continueProcess);
  }
}
