package dev.binnacle.testing;

import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.ServerSettings;
import dev.binnacle.sandbox.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One state store and one real three-member Patroni cluster for all tests of a JVM, with as many
 * servers on them as a test likes. Each is started on its first use and ended with the JVM.
 */
public final class TestPlatform implements AutoCloseable {

  private static final int FIRST_PORT = 19000;
  private static final int PORTS_OF_A_FORK = 1000;

  /** Where the listeners of this JVM's tests have their ports; several run at once. */
  public static final PortRange PORTS = portsOf(Integer.getInteger("binnacle.test.fork", 1));

  /** The name of the database in the platform description. */
  public static final String DATABASE = "orders";

  private static TestPlatform shared;

  private final Path directory;
  private final StateStore store;
  private Optional<PatroniCluster> patroni = Optional.empty();
  private final AtomicInteger servers = new AtomicInteger();

  private TestPlatform() {
    try {
      directory = Files.createTempDirectory("binnacle-tests");
      Files.setPosixFilePermissions(
          directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    store = StateStore.start(directory.resolve("store"), PORTS);
  }

  private static PortRange portsOf(int fork) {
    int first = FIRST_PORT + (fork - 1) * PORTS_OF_A_FORK;
    return new PortRange(first, first + PORTS_OF_A_FORK - 1);
  }

  /** The platform of this JVM. */
  public static synchronized TestPlatform shared() {
    if (shared == null) {
      shared = new TestPlatform();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "test-platform-end"));
    }
    return shared;
  }

  /** The Patroni cluster. */
  public synchronized PatroniCluster patroni() {
    if (patroni.isEmpty()) {
      var cluster = PatroniCluster.prepare(PatroniSettings.temporary(PORTS));
      patroni = Optional.of(cluster);
      cluster.start();
    }
    return patroni.get();
  }

  /** The state store. */
  public StateStore store() {
    return store;
  }

  /** A new, empty database of the state store, as a JDBC address. */
  public String newDatabase() {
    return store.createDatabase("test_" + servers.incrementAndGet() + "_" + System.nanoTime());
  }

  /** A platform description with the cluster behind the given addresses of its REST APIs. */
  public Path describe(List<java.net.URI> endpoints) {
    return describe(new PlatformFile.PatroniDatabase(DATABASE, endpoints, patroni().secrets()));
  }

  /** A platform description with the cluster and the PgBouncers beside its members. */
  public Path describeWithPoolers() {
    return describe(
        new PlatformFile.PatroniDatabase(
            DATABASE,
            patroni().restUrls(),
            patroni().secrets(),
            PlatformFile.PatroniDatabase.of(patroni()).poolers()));
  }

  /** A platform description with that database and nothing else. */
  public Path describe(PlatformFile.PatroniDatabase database) {
    return PlatformFile.write(
        directory.resolve("platform-" + servers.incrementAndGet() + ".yaml"), List.of(database));
  }

  /** A platform description with those Kubernetes clusters and nothing else. */
  public Path describeClusters(List<PlatformFile.KubernetesCluster> clusters) {
    return PlatformFile.write(
        directory.resolve("platform-" + servers.incrementAndGet() + ".yaml"), List.of(), clusters);
  }

  /** A platform description with those Redis Clusters and nothing else. */
  public Path describeRedis(List<PlatformFile.RedisDatabase> redis) {
    return PlatformFile.write(
        directory.resolve("platform-" + servers.incrementAndGet() + ".yaml"),
        List.of(),
        List.of(),
        redis,
        List.of());
  }

  /** A platform description with those MongoDB replica sets and nothing else. */
  public Path describeReplicaSets(List<PlatformFile.MongodbDatabase> sets) {
    return PlatformFile.write(
        directory.resolve("platform-" + servers.incrementAndGet() + ".yaml"),
        List.of(),
        List.of(),
        List.of(),
        sets);
  }

  /** How a server on the cluster and the given database of the state store is started. */
  public ServerSettings settings(String databaseUrl, Path platform, Map<String, String> more) {
    return ServerSettings.of(
            store,
            platform,
            TestServer.TOKEN,
            PORTS.free(1).getFirst(),
            directory.resolve("server-" + servers.incrementAndGet()))
        .withDatabase(databaseUrl)
        .withEnvironment(Map.of("BINNACLE_JVM_OPTIONS", "-XX:TieredStopAtLevel=1"))
        .withEnvironment(more);
  }

  /** A started server of its own on a new database of the state store. */
  public TestServer start(Map<String, String> more) {
    return new TestServer(
        ServerProcess.start(settings(newDatabase(), describe(patroni().restUrls()), more)));
  }

  /** A started server of its own on a new database, with those Kubernetes clusters alone. */
  public TestServer start(List<PlatformFile.KubernetesCluster> clusters, Map<String, String> more) {
    return new TestServer(
        ServerProcess.start(settings(newDatabase(), describeClusters(clusters), more)));
  }

  /** A started server of its own on a new database, with those MongoDB replica sets alone. */
  public TestServer startWithReplicaSets(
      List<PlatformFile.MongodbDatabase> sets, Map<String, String> more) {
    return new TestServer(
        ServerProcess.start(settings(newDatabase(), describeReplicaSets(sets), more)));
  }

  @Override
  public void close() {
    TestServer.closeShared();
    patroni.ifPresent(PatroniCluster::close);
    store.close();
  }
}
