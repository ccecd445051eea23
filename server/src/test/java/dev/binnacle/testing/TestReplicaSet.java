package dev.binnacle.testing;

import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.MongodbSecrets;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.mongodb.Listening;
import dev.binnacle.sandbox.mongodb.ReplicaSetSettings;
import dev.binnacle.sandbox.mongodb.ReplicaSetSimulator;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import dev.binnacle.sandbox.mongodb.wire.PortSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A simulated MongoDB replica set, and what is true of it without asking a server of Binnacle. */
public final class TestReplicaSet implements AutoCloseable {

  /** Its name in the platform description. */
  public static final String NAME = "shop";

  private static final int MEMBERS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final MongodbSecrets secrets;
  private final ReplicaSetSimulator simulator;
  private final List<FaultProxy> proxies;

  private TestReplicaSet(
      MongodbSecrets secrets, ReplicaSetSimulator simulator, List<FaultProxy> proxies) {
    this.secrets = secrets;
    this.simulator = simulator;
    this.proxies = proxies;
  }

  /** A brisk set of three. */
  public static TestReplicaSet start() {
    return start(UnaryOperator.identity());
  }

  /** A brisk set of three that differs. */
  public static TestReplicaSet start(UnaryOperator<ReplicaSetSettings> difference) {
    return start(Listening.in(TestPlatform.PORTS), List.of(), difference);
  }

  /** A brisk set of three that speaks nothing but TLS. */
  public static TestReplicaSet start(PortSecurity security) {
    return start(
        Listening.in(TestPlatform.PORTS).with(security), List.of(), UnaryOperator.identity());
  }

  /** A brisk set of three whose members are known by the addresses of proxies before them. */
  public static TestReplicaSet startBehindProxies() {
    var ports = TestPlatform.PORTS.free(2 * MEMBERS);
    var own = ports.subList(0, MEMBERS);
    var known = ports.subList(MEMBERS, 2 * MEMBERS);
    var proxies =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> FaultProxy.start(own.get(i), new PortRange(known.get(i), known.get(i))))
            .toList();
    return start(
        Listening.in(TestPlatform.PORTS).on(own).behind(known), proxies, UnaryOperator.identity());
  }

  private static TestReplicaSet start(
      Listening listening, List<FaultProxy> proxies, UnaryOperator<ReplicaSetSettings> difference) {
    try {
      var secrets = new MongodbSecrets(Files.createTempDirectory("binnacle-mongodb"));
      return new TestReplicaSet(
          secrets,
          ReplicaSetSimulator.start(
              difference.apply(ReplicaSetSettings.usual(listening, secrets.users()))),
          proxies);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What stands before the members, in their order. */
  public List<FaultProxy> proxies() {
    return proxies;
  }

  /** What stands before a member. */
  public FaultProxy proxy(String host) {
    return proxies.get(simulator.hosts().indexOf(host));
  }

  /** The simulator. */
  public ReplicaSetSimulator simulator() {
    return simulator;
  }

  /** How a platform description names it. */
  public PlatformFile.MongodbDatabase described() {
    return described(secrets);
  }

  /** The same with the passwords of those secrets. */
  public PlatformFile.MongodbDatabase described(MongodbSecrets others) {
    return new PlatformFile.MongodbDatabase(
        NAME, simulator.hosts().subList(0, MEMBERS), simulator.name(), others);
  }

  /** Writes a platform description with this set alone. */
  public Path describe(Path file) {
    return PlatformFile.write(file, List.of(), List.of(), List.of(), List.of(described()));
  }

  /** A server of Binnacle that knows this set alone. */
  public TestServer serve() {
    return serve(described());
  }

  /** A server of Binnacle that knows a set as described. */
  public TestServer serve(PlatformFile.MongodbDatabase described) {
    return TestPlatform.shared()
        .startWithReplicaSets(
            List.of(described), Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000"));
  }

  /** The one that leads. */
  public String primary() {
    return Patience.until(
            "a member leads", DEADLINE, simulator::primary, java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** A member that follows. */
  public String secondary() {
    primary();
    return simulator.hosts().stream()
        .filter(host -> simulator.state(host) == MemberState.SECONDARY)
        .findFirst()
        .orElseThrow();
  }

  /** Repairs every fault, and waits until one leads and the other two follow. */
  public void heal() {
    simulator.faults().repairAll();
    proxies.forEach(FaultProxy::pass);
    Patience.until(
        "one leads and two follow",
        DEADLINE,
        () -> simulator.hosts().stream().limit(MEMBERS).map(simulator::state).sorted().toList(),
        List.of(MemberState.PRIMARY, MemberState.SECONDARY, MemberState.SECONDARY)::equals);
  }

  @Override
  public void close() {
    simulator.close();
    proxies.forEach(FaultProxy::close);
  }
}
