package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One member as if it were a machine of its own: Patroni with the PostgreSQL that it started, which
 * is no child of Patroni and would outlive it, and a PgBouncer.
 */
final class PatroniNode {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final PatroniMember member;
  private final DaemonUser user;
  private final Path home;
  private final DaemonCommand command;
  private final PgbouncerNode pooler;
  private Optional<Daemon> daemon = Optional.empty();

  PatroniNode(PatroniMember member, Path clusterDirectory, DaemonUser user, PgbouncerNode pooler) {
    this.pooler = pooler;
    this.member = member;
    this.user = user;
    this.home = clusterDirectory.resolve(member.name());
    this.command =
        new DaemonCommand(
            "Patroni " + member.name(),
            user.command(
                List.of(
                    DebianPrograms.patroni().toString(), home.resolve("patroni.yml").toString())),
            environment(),
            home,
            clusterDirectory.resolve(member.name() + ".log"),
            clusterDirectory.resolve(member.name() + ".process"));
  }

  PatroniMember member() {
    return member;
  }

  Path home() {
    return home;
  }

  synchronized Optional<Daemon> daemon() {
    return daemon;
  }

  PgbouncerNode pooler() {
    return pooler;
  }

  synchronized void stopPooler() {
    pooler.stop();
  }

  synchronized void startPooler(String database) {
    pooler.start(database);
  }

  synchronized void start(String configuration, String database) {
    if (daemon.filter(Daemon::isAlive).isPresent()) {
      throw new IllegalStateException(member.name() + " runs already");
    }
    endLeftovers();
    user.privateDirectory(home);
    removeHalfMadeData();
    user.writePrivate(home.resolve("patroni.yml"), configuration);
    daemon = Optional.of(Daemon.start(command));
    pooler.start(database);
  }

  /** Ends what an earlier run left: Patroni stops its PostgreSQL, unless Patroni died alone. */
  synchronized void endLeftovers() {
    pooler.endLeftover();
    Daemon.endLeftover(command.identity(), "TERM", STOP);
    endPostgresql();
    Postmaster.forgetDead(home.resolve("data"));
  }

  /** Patroni stops its PostgreSQL and releases the leader's key. */
  synchronized void stop() {
    pooler.stop();
    daemon.ifPresent(running -> running.stop("TERM", STOP));
    daemon = Optional.empty();
    endPostgresql();
  }

  /**
   * A Patroni that is stopped while its PostgreSQL starts leaves it behind. SIGINT: a fast
   * shutdown, with everything committed on disk.
   */
  private void endPostgresql() {
    tree().end("INT", STOP);
  }

  synchronized void kill9() {
    tree().kill9();
    daemon.ifPresent(dead -> dead.onExit().join());
    pooler.awaitDeath();
    daemon = Optional.empty();
  }

  synchronized void pause() {
    tree().pause();
  }

  synchronized void resume() {
    tree().resume();
  }

  Set<Long> pids() {
    return tree().pids();
  }

  private ProcessTree tree() {
    return ProcessTree.workingBelow(home);
  }

  /**
   * Patroni takes any non-empty data directory for a database, but a kill during initdb or a base
   * backup leaves a directory without its control file, from which nothing can start.
   */
  private void removeHalfMadeData() {
    Path data = home.resolve("data");
    if (Files.isDirectory(data) && !Files.exists(data.resolve("global/pg_control"))) {
      try {
        DirectoryTree.delete(data);
      } catch (IOException e) {
        throw new SandboxException("Cannot remove the half-made " + data, e);
      }
    }
  }

  private Map<String, String> environment() {
    return Stream.concat(
            DaemonCommand.plainEnvironment().entrySet().stream(),
            Stream.of(Map.entry("HOME", home.toString())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
