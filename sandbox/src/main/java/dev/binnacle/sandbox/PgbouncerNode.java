package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The PgBouncer on a member's machine, which forwards to the PostgreSQL beside it. */
final class PgbouncerNode {
  private static final Duration STOP = Duration.ofSeconds(5);

  private final PatroniMember member;
  private final PatroniSecrets secrets;
  private final DaemonUser user;
  private final Path home;
  private final DaemonCommand command;
  private Optional<Daemon> daemon = Optional.empty();

  PgbouncerNode(
      PatroniMember member, Path clusterDirectory, PatroniSecrets secrets, DaemonUser user) {
    this.member = member;
    this.secrets = secrets;
    this.user = user;
    this.home = clusterDirectory.resolve(member.name()).resolve("pgbouncer");
    this.command =
        new DaemonCommand(
            "PgBouncer " + member.name(),
            user.command(
                List.of(DebianPrograms.pgbouncer().toString(), configurationFile().toString())),
            DaemonCommand.plainEnvironment(),
            home,
            clusterDirectory.resolve(member.name() + "-pgbouncer.log"),
            clusterDirectory.resolve(member.name() + "-pgbouncer.process"));
  }

  /** The file that PgBouncer reads at its start and when it is told to reload. */
  Path configurationFile() {
    return home.resolve("pgbouncer.ini");
  }

  Optional<Daemon> daemon() {
    return daemon;
  }

  void start(String database) {
    user.privateDirectory(home);
    var configuration = new PgbouncerConfiguration(member, database, secrets, home);
    user.writePrivate(configuration.userFile(), configuration.users());
    user.writePrivate(configurationFile(), configuration.ini());
    daemon = Optional.of(Daemon.start(command));
  }

  void endLeftover() {
    Daemon.endLeftover(command.identity(), "TERM", STOP);
  }

  void stop() {
    daemon.ifPresent(running -> running.stop("TERM", STOP));
    daemon = Optional.empty();
  }

  /** Waits for a process that somebody else has killed. */
  void awaitDeath() {
    daemon.ifPresent(dead -> dead.onExit().join());
    daemon = Optional.empty();
  }
}
