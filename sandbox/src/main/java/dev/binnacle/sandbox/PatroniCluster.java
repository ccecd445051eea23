package dev.binnacle.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Patroni cluster on loopback: one etcd, some members with PostgreSQL and a PgBouncer beside
 * it, the REST API's unsafe calls behind basic authentication. Addresses and passwords are known
 * from {@link #prepare} on; processes run between {@link #start()} and {@link #close()}. Methods
 * may be called from any thread.
 */
public final class PatroniCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration LEADER = Duration.ofSeconds(60);

  private final DirectoryLock lock;
  private final PatroniSettings settings;
  private final PatroniSecrets secrets;
  private final EtcdNode etcd;
  private final List<PatroniNode> nodes;

  private PatroniCluster(DirectoryLock lock, PatroniSettings settings) {
    DaemonUser user = DaemonUser.current();
    this.lock = lock;
    this.settings = settings;
    this.secrets = new PatroniSecrets(settings.directory().resolve("secrets"));
    this.etcd = new EtcdNode(settings.directory(), settings.ports(), user);
    this.nodes =
        settings.memberList().stream()
            .map(member ->
                new PatroniNode(
                    member,
                    settings.directory(),
                    user,
                    new PgbouncerNode(member, settings.directory(), secrets, user)))
            .toList();
    if (!user.canReach(settings.directory())) {
      throw new SandboxException(
          "The user who runs PostgreSQL cannot reach " + settings.directory());
    }
  }

  /**
   * Takes the cluster's directory and ends what an earlier, killed run left running there; nothing
   * is started.
   *
   * @throws SandboxException if a program is missing, another living run holds the directory, or a
   *     port is taken by somebody else
   */
  public static PatroniCluster prepare(PatroniSettings wanted) {
    DirectoryLock lock = DirectoryLock.take(wanted.directory());
    try {
      PatroniSettings settings = wanted.in(wanted.directory().toRealPath());
      PatroniCluster cluster = new PatroniCluster(lock, settings);
      cluster.endLeftovers();
      var ports =
          PatroniPorts.of(
              recorded(settings, "ports", PatroniPorts::cluster),
              recorded(settings, "pgbouncer-ports", PatroniPorts::poolers));
      return new PatroniCluster(lock, settings.withPorts(ports));
    } catch (IOException e) {
      lock.close();
      throw new SandboxException("Cannot use the directory " + wanted.directory(), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static List<Integer> recorded(
      PatroniSettings settings, String file, Function<PatroniPorts, List<Integer>> choice) {
    return new RecordedPorts(settings.directory().resolve(file))
        .readOrChoose(() -> choice.apply(settings.ports()));
  }

  /**
   * Starts etcd and the members and waits until one leads and all others stream from it. The member
   * that led when the cluster was last closed starts first, so that a restart is no failover.
   *
   * @throws SandboxException if that does not come true within 120 s; {@link #close()} ends what
   *     has been started
   */
  public void start() {
    etcd.start();
    Optional<PatroniNode> first = lastLeader();
    first.ifPresent(node -> {
      start(node);
      Waiting.until(LEADER, () -> isLeader(node.member()));
    });
    nodes.stream().filter(node -> first.filter(node::equals).isEmpty()).forEach(this::start);
    awaitHealthy(START);
    onLeader("create extension if not exists pg_stat_statements");
  }

  /**
   * Waits until one member leads and every other one streams from it, as the leader's own
   * pg_stat_replication says.
   */
  public void awaitHealthy(Duration deadline) {
    boolean healthy =
        Waiting.until(
            deadline,
            () -> {
              Stream.concat(etcd.daemon().stream(), daemonsOfMembers())
                  .forEach(Daemon::requireAlive);
              return streamingReplicas() == nodes.size() - 1;
            });
    if (!healthy) {
      throw new SandboxException(
          "After %d s the Patroni cluster %s has %s and %d streaming replicas of %d; the logs are in %s"
              .formatted(
                  deadline.toSeconds(),
                  scope(),
                  leader().map(member -> "the leader " + member.name()).orElse("no leader"),
                  streamingReplicas(),
                  nodes.size() - 1,
                  settings.directory()));
    }
  }

  /** Starts a member that was stopped or killed; does not wait for it. */
  public void start(String member) {
    start(node(member));
  }

  /** Stops a member cleanly; a leader hands over. */
  public void stop(String member) {
    node(member).stop();
  }

  /** Kills a member as a power cut would: Patroni and its PostgreSQL at once. */
  public void kill9(String member) {
    node(member).kill9();
  }

  /** Freezes a member as a moved virtual machine would be: Patroni and its PostgreSQL. */
  public void pauseProcess(String member) {
    node(member).pause();
  }

  /** Lets a frozen member go on. */
  public void continueProcess(String member) {
    node(member).resume();
  }

  /** Stops etcd: Patroni has to demote its leader within the ttl. */
  public void stopEtcd() {
    etcd.stop();
  }

  /** Starts etcd again and waits until it answers. */
  public void startEtcd() {
    etcd.start();
  }

  /** Patroni's name of the cluster. */
  public String scope() {
    return settings.scope();
  }

  /** The directory with logs and data. */
  public Path directory() {
    return settings.directory();
  }

  /** All members, whether they run or not. */
  public List<PatroniMember> members() {
    return settings.memberList();
  }

  /** The configuration file of the PgBouncer beside a member. */
  public Path poolerConfiguration(String member) {
    return node(member).pooler().configurationFile();
  }

  /** Stops the PgBouncer beside a member; the rest of its machine goes on. */
  public void stopPooler(String member) {
    node(member).stopPooler();
  }

  /** Starts the PgBouncer beside a member again. */
  public void startPooler(String member) {
    node(member).startPooler(settings.scope());
  }

  /** The addresses of the members' REST APIs. */
  public List<URI> restUrls() {
    return members().stream().map(PatroniMember::rest).toList();
  }

  /** etcd's address for clients. */
  public URI etcdUrl() {
    return URI.create("http://127.0.0.1:" + settings.ports().etcdClient());
  }

  /** Users and passwords. */
  public PatroniSecrets secrets() {
    return secrets;
  }

  /** The member that holds the leader's key and runs as primary, by its own REST API. */
  public Optional<PatroniMember> leader() {
    return members().stream().filter(PatroniCluster::isLeader).findFirst();
  }

  /** A connection as superuser to the database {@code postgres} of a member. */
  public Connection connect(PatroniMember member) throws SQLException {
    return DriverManager.getConnection(
        member.jdbcUrl("postgres") + "?connectTimeout=2&socketTimeout=10&loginTimeout=3",
        PatroniSecrets.SUPERUSER,
        secrets.superuserPassword());
  }

  /** The pids of everything that runs for this cluster. */
  public Set<Long> pids() {
    return Stream.concat(
            etcd.daemon().stream().map(Daemon::pid), nodes.stream().flatMap(n -> n.pids().stream()))
        .collect(Collectors.toSet());
  }

  /** Calls back when a member's Patroni or etcd ends, whoever ended it, with its exit status. */
  void onAnyExit(Consumer<Daemon> told) {
    Stream.concat(etcd.daemon().stream(), daemonsOfMembers())
        .forEach(daemon -> daemon.onExit().thenAccept(status -> told.accept(daemon)));
  }

  /** Stops replicas, leader and etcd in this order, so that nobody is promoted meanwhile. */
  @Override
  public void close() {
    stopAll();
    lock.close();
    if (settings.temporary()) {
      try {
        DirectoryTree.delete(settings.directory());
      } catch (IOException e) {
        throw new SandboxException("Cannot remove " + settings.directory(), e);
      }
    }
  }

  private void start(PatroniNode node) {
    node.start(
        new PatroniConfiguration(
                settings, node.member(), secrets, node.home(), DebianPrograms.postgresqlBin())
            .yaml(),
        settings.scope());
  }

  private void stopAll() {
    Optional<PatroniMember> leader = leader();
    recordLeader(leader);
    Predicate<PatroniNode> leads = node -> leader.filter(node.member()::equals).isPresent();
    nodes.parallelStream().filter(leads.negate()).forEach(PatroniNode::stop);
    nodes.stream().filter(leads).forEach(PatroniNode::stop);
    etcd.stop();
  }

  private void endLeftovers() {
    nodes.parallelStream().forEach(PatroniNode::endLeftovers);
    etcd.endLeftover();
  }

  private void recordLeader(Optional<PatroniMember> leader) {
    try {
      if (leader.isPresent()) {
        Files.writeString(leaderFile(), leader.orElseThrow().name() + "\n");
      } else {
        Files.deleteIfExists(leaderFile());
      }
    } catch (IOException e) {
      throw new SandboxException("Cannot record the leader in " + leaderFile(), e);
    }
  }

  private Optional<PatroniNode> lastLeader() {
    try {
      String name = Files.readString(leaderFile()).strip();
      Files.delete(leaderFile());
      return nodes.stream().filter(node -> node.member().name().equals(name)).findFirst();
    } catch (IOException neverClosedCleanly) {
      return Optional.empty();
    }
  }

  private Path leaderFile() {
    return settings.directory().resolve("leader");
  }

  private Stream<Daemon> daemonsOfMembers() {
    return nodes.stream().map(PatroniNode::daemon).flatMap(Optional::stream);
  }

  private PatroniNode node(String member) {
    return nodes.stream()
        .filter(node -> node.member().name().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No member " + member));
  }

  private int streamingReplicas() {
    return leader().map(this::streamingFrom).orElse(0);
  }

  private int streamingFrom(PatroniMember leader) {
    // A base backup streams, too: only what bears a member's name is a replica.
    String names =
        members().stream()
            .map(member -> "'" + member.name() + "'")
            .collect(Collectors.joining(", "));
    try (Connection connection = connect(leader);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from pg_stat_replication where state = 'streaming'"
                    + " and application_name in (%s)".formatted(names))) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException notYet) {
      return 0;
    }
  }

  private void onLeader(String sql) {
    PatroniMember leader =
        leader().orElseThrow(() -> new SandboxException("The Patroni cluster lost its leader"));
    try (Connection connection = connect(leader);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SandboxException("The leader " + leader.name() + " refused: " + sql, e);
    }
  }

  private static boolean isLeader(PatroniMember member) {
    return HttpProbe.isOk(member.rest().resolve("/leader"));
  }
}
