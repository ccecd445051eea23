package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state store: a PostgreSQL server of its own on loopback, durable (fsync and
 * synchronous_commit are on) and behind a password. Its directory holds the data, the password and
 * the port, so that a later start finds everything again, also after a SIGKILL of all processes. It
 * runs as a child process and survives the death of the JVM; the next start on the same directory
 * stops such a leftover first.
 */
public final class StateStore implements AutoCloseable {
  private static final String USER = "binnacle";
  private static final String DATABASE = "binnacle";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final DirectoryLock lock;
  private final Daemon daemon;
  private final int port;
  private final String password;

  private StateStore(DirectoryLock lock, Daemon daemon, int port, String password) {
    this.lock = lock;
    this.daemon = daemon;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts the store of a directory and waits until it answers; a new directory is initialised
   * first.
   *
   * @param directory where the store lives
   * @param ports where a port is chosen at the first start; later starts keep it
   * @throws SandboxException if another living run holds the directory, the port is taken or
   *     PostgreSQL does not come up
   */
  public static StateStore start(Path directory, PortRange ports) {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return start(lock, directory.toRealPath(), ports);
    } catch (IOException e) {
      lock.close();
      throw new SandboxException("Cannot use the directory " + directory, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static StateStore start(DirectoryLock lock, Path directory, PortRange ports) {
    DaemonUser user = DaemonUser.current();
    if (!user.canReach(directory)) {
      throw new SandboxException("The user who runs PostgreSQL cannot reach " + directory);
    }
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    String password = PrivateFile.readOrCreate(directory.resolve("password"), Secrets::password);
    Path data = directory.resolve("data");
    Postmaster.of(data).ifPresent(leftover -> leftover.stop(STOP));
    Postmaster.forgetDead(data);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise(binaries, user, directory, password);
    }
    int port =
        new RecordedPorts(directory.resolve("port")).readOrChoose(() -> ports.free(1)).getFirst();
    Daemon daemon = Daemon.start(postgres(binaries, user, directory, port));
    StateStore store = new StateStore(lock, daemon, port, password);
    try {
      store.awaitAnswer();
      store.createDatabase(DATABASE);
      return store;
    } catch (RuntimeException e) {
      daemon.stop("INT", STOP);
      throw e;
    }
  }

  /** The JDBC address of the store's database. */
  public String url() {
    return url(DATABASE);
  }

  /** The JDBC address of another database of the store. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The user, who owns everything in the store. */
  public String user() {
    return USER;
  }

  /** The password, made once per directory. */
  public String password() {
    return password;
  }

  /** The TCP port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The process, for tests that kill or freeze it. */
  public Daemon daemon() {
    return daemon;
  }

  /** A connection to the store's database. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, password);
  }

  /**
   * Makes a database unless it exists, so that tests on one store do not see each other.
   *
   * @param name letters, digits and underscores
   * @return its JDBC address
   */
  public String createDatabase(String name) {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("Not a plain database name: " + name);
    }
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
        Statement statement = connection.createStatement()) {
      if (!statement
          .executeQuery("select 1 from pg_database where datname = '" + name + "'")
          .next()) {
        statement.execute("create database " + name);
      }
      return url(name);
    } catch (SQLException e) {
      throw new SandboxException("Cannot make the database " + name + " in the state store", e);
    }
  }

  /** Stops PostgreSQL; sessions are cut, everything committed stays. */
  @Override
  public void close() {
    daemon.stop("INT", STOP);
    lock.close();
  }

  private static void initialise(
      PostgresBinaries binaries, DaemonUser user, Path directory, String password) {
    // Made aside and moved, so that a kill in the middle never leaves half a data directory.
    Path fresh = user.privateDirectory(directory.resolve("initialising"));
    Path passwordFile = fresh.resolve("password");
    Path data = fresh.resolve("data");
    user.writePrivate(passwordFile, password + "\n");
    try {
      OneShot.run(
          "initdb",
          user.command(
              List.of(
                  binaries.program("initdb"),
                  "--pgdata=" + data,
                  "--username=" + USER,
                  "--pwfile=" + passwordFile,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--no-locale",
                  "--data-checksums")),
          fresh);
      Files.move(data, directory.resolve("data"));
      Files.delete(passwordFile);
      Files.delete(fresh);
    } catch (IOException e) {
      throw new SandboxException("Cannot initialise the state store in " + directory, e);
    }
  }

  private static DaemonCommand postgres(
      PostgresBinaries binaries, DaemonUser user, Path directory, int port) {
    Stream<String> settings =
        Stream.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            // A socket's path is bound to 107 characters, which a state directory may exceed.
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC");
    List<String> command =
        Stream.concat(
                Stream.of(binaries.program("postgres"), "-D", directory.resolve("data").toString()),
                settings.flatMap(setting -> Stream.of("-c", setting)))
            .toList();
    return new DaemonCommand(
        "the state store (PostgreSQL)",
        user.command(command),
        DaemonCommand.plainEnvironment(),
        directory,
        directory.resolve("postgresql.log"),
        directory.resolve("postgresql.process"));
  }

  private void awaitAnswer() {
    boolean answered =
        Waiting.until(
            START,
            () -> {
              daemon.requireAlive();
              return answers();
            });
    if (!answered) {
      throw new SandboxException(
          "The state store does not answer on port %d after %d s; its log is %s"
              .formatted(port, START.toSeconds(), daemon.log()));
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password)) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }
}
