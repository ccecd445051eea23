package dev.binnacle.crash;

import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PlatformFile.PatroniDatabase;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.ServerSettings;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One procedure on the Patroni cluster with a server that is going to suffer (the victim, which
 * reaches Patroni through fault proxies) and one that lives on (the successor), on a state store
 * database of their own.
 */
class PatroniScenario implements AutoCloseable {

  private static final Pattern LOG_TIME =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3})\\+0000");
  private static final Duration DEADLINE = Duration.ofSeconds(120);

  private final TestPlatform platform;
  private final String database;
  private final List<FaultProxy> proxies;
  private final List<FaultProxy> poolers;
  private final TestServer victim;
  private TestServer successor;
  private OperationUnderTest operation;

  PatroniScenario(TestPlatform platform, Map<String, String> victimEnvironment) {
    this(platform, victimEnvironment, List.of());
  }

  /**
   * The same with PgBouncers.
   *
   * @param poolers what stands before them, for the victim and the successor alike
   */
  PatroniScenario(
      TestPlatform platform, Map<String, String> victimEnvironment, List<FaultProxy> poolers) {
    this.platform = platform;
    this.poolers = poolers;
    platform.patroni().awaitHealthy(DEADLINE);
    database = platform.newDatabase();
    proxies =
        platform.patroni().members().stream()
            .map(member -> FaultProxy.start(member.restPort(), TestPlatform.PORTS))
            .toList();
    victim =
        new TestServer(
            ServerProcess.start(
                platform.settings(
                    database,
                    describe(proxies.stream().map(FaultProxy::uri).toList()),
                    victimEnvironment)));
  }

  private Path describe(List<URI> endpoints) {
    return platform.describe(
        new PatroniDatabase(
            TestPlatform.DATABASE,
            endpoints,
            platform.patroni().secrets(),
            poolers.stream().map(FaultProxy::port).toList()));
  }

  ServerProcess victim() {
    return victim.process();
  }

  /** The times that the victim's log carries. */
  List<Instant> victimLogTimes() {
    return victim.process().lastLogLines(50).stream()
        .map(LOG_TIME::matcher)
        .filter(Matcher::find)
        .map(match -> Instant.parse(match.group(1) + "Z"))
        .toList();
  }

  void startSuccessor() {
    ServerSettings settings =
        platform.settings(database, describe(platform.patroni().restUrls()), Map.of());
    successor = new TestServer(ServerProcess.start(settings));
  }

  StepTrap trap(String step, Moment moment) throws SQLException {
    return new StepTrap(
        database,
        platform.store().user(),
        platform.store().password(),
        step,
        moment == Moment.AFTER ? "SUCCEEDED" : "RUNNING");
  }

  /** Starts a procedure on the victim, by its path below the database. */
  void begin(String path, String body) {
    begin(victim, path, body);
  }

  /** Starts a procedure on the successor. */
  void beginOnSuccessor(String path, String body) {
    begin(successor, path, body);
  }

  private void begin(TestServer server, String path, String body) {
    var accepted =
        server.post("/api/v1/databases/" + TestPlatform.DATABASE + path, body).hasStatus(202);
    operation =
        new OperationUnderTest(
            UUID.fromString(accepted.json().path("id").asText()),
            () -> successor == null ? victim : successor);
  }

  void silencePlatformForVictim() {
    proxies.forEach(FaultProxy::blackhole);
  }

  void passPlatformForVictim() {
    proxies.forEach(FaultProxy::pass);
  }

  /** Lets the victim's request to Patroni through, and nothing after it. */
  CompletableFuture<Object> freezeAfter(String requestLine) {
    var request = Pattern.compile("^" + requestLine);
    return CompletableFuture.anyOf(
        proxies.stream()
            .map(proxy -> proxy.freezeAfter(request))
            .toArray(CompletableFuture[]::new));
  }

  /** The platform. */
  TestPlatform platform() {
    return platform;
  }

  /** The operation that suffers. */
  OperationUnderTest operation() {
    return operation;
  }

  /** The timeline that the leader writes. */
  long timeline() {
    return timeline(platform);
  }

  /** The timeline that the leader of a platform writes: every promotion adds one. */
  static long timeline(TestPlatform platform) {
    try (var connection = platform.patroni().connect(platform.patroni().leader().orElseThrow());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    victim.process().kill9();
    victim.close();
    if (successor != null) {
      successor.close();
    }
    proxies.forEach(FaultProxy::close);
    poolers.forEach(FaultProxy::close);
  }
}
