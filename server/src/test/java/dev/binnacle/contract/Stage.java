package dev.binnacle.contract;

import dev.binnacle.contract.StableValues.Place;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PlatformFile.PatroniDatabase;
import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisMember;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the story of the examples plays: a server with the real database {@code orders} and a
 * database {@code billing} whose only endpoint can be broken, every Patroni behind a proxy, a
 * simulated Kubernetes cluster, and an issuer that knows everybody in the story.
 */
final class Stage implements AutoCloseable {

  /** Whoever appears in the examples. */
  enum Person {
    /** Runs procedures. */
    MARIA("maria@example.org", "operator"),
    /** Approves them. */
    OLAF("olaf@example.org", "admin"),
    /** Reads the audit log. */
    ANNA("anna@example.org", "auditor"),
    /** May only look. */
    PAUL("paul@example.org", "viewer");

    private final String subject;
    private final String role;

    Person(String subject, String role) {
      this.subject = subject;
      this.role = role;
    }
  }

  /** The id that every request of the story brings along. */
  private static final String REQUEST_ID = "01jd8x5v9k3m7q2w";

  private final TestPlatform platform = TestPlatform.shared();
  private final List<FaultProxy> orders = new ArrayList<>();
  private final FaultProxy billing;
  private final FaultProxy store;
  private final TestCluster cluster = TestCluster.start(3, 6);
  private final TestRedis redis = TestRedis.start(1);
  private final LocalIssuer issuer;
  private final TestServer server;

  /**
   * A stage.
   *
   * @param secrets where the server is told to find the passwords of {@code orders}
   * @param more what else the server is told
   */
  Stage(PatroniSecrets secrets, Map<String, String> more) throws IOException {
    platform
        .patroni()
        .members()
        .forEach(member -> orders.add(FaultProxy.start(member.restPort(), TestPlatform.PORTS)));
    billing =
        FaultProxy.start(platform.patroni().members().getFirst().restPort(), TestPlatform.PORTS);
    store = FaultProxy.start(platform.store().port(), TestPlatform.PORTS);
    issuer = new LocalIssuer();
    var environment = new HashMap<>(issuer.settings());
    environment.putAll(more);
    server =
        new TestServer(
            ServerProcess.start(
                platform.settings(
                    platform
                        .newDatabase()
                        .replace(":" + platform.store().port() + "/", ":" + store.port() + "/"),
                    describe(secrets),
                    environment)));
  }

  private Path describe(PatroniSecrets secrets) throws IOException {
    var file =
        PlatformFile.write(
            Files.createTempFile("binnacle-examples", ".yaml"),
            List.of(
                new PatroniDatabase("billing", List.of(billing.uri()), secrets),
                new PatroniDatabase(
                    TestPlatform.DATABASE,
                    orders.stream().map(FaultProxy::uri).toList(),
                    secrets,
                    PatroniDatabase.of(platform.patroni()).poolers())),
            List.of(cluster.described(User.BINNACLE)),
            List.of(RedisDatabase.of(redis.cluster())),
            List.of());
    return Files.writeString(
        file,
        Files.readString(file)
            .replace("- name: main", "- name: dc1\n    description: Primary data centre")
            .replace("site: main", "site: dc1"));
  }

  /** The server. */
  TestServer server() {
    return server;
  }

  /** The Patronis of {@code orders}. */
  List<FaultProxy> orders() {
    return orders;
  }

  /** The Patroni of {@code billing}. */
  FaultProxy billing() {
    return billing;
  }

  /** The Kubernetes cluster. */
  TestCluster cluster() {
    return cluster;
  }

  /** The Redis Cluster. */
  TestRedis redis() {
    return redis;
  }

  /** The state store of the server. */
  FaultProxy store() {
    return store;
  }

  /** The issuer of everybody's tokens. */
  LocalIssuer issuer() {
    return issuer;
  }

  /** What somebody gets from a path. */
  Answer get(Person person, String path) {
    return server.send(request(person, path));
  }

  /** What somebody's POST is answered. */
  Answer post(Person person, String path, String body) {
    return server.send(TestServer.json(request(person, path), "POST", body));
  }

  /** The beginning of a request of somebody. */
  HttpRequest.Builder request(Person person, String path) {
    return bearing(issuer.token(person.subject, person.role), path);
  }

  /** The beginning of a request with a token. */
  HttpRequest.Builder bearing(String token, String path) {
    return server
        .anonymous("/api/v1" + path)
        .header("X-Request-Id", REQUEST_ID)
        .header("Authorization", "Bearer " + token);
  }

  /** Where the ports of this stage are in the examples. */
  Map<Integer, Place> places() {
    var places = new HashMap<Integer, Place>();
    var members = platform.patroni().members();
    for (int i = 0; i < members.size(); i++) {
      var host = "10.20.0.1" + (i + 1);
      places.put(members.get(i).restPort(), new Place(host, 8008));
      places.put(orders.get(i).port(), new Place(host, 8008));
      places.put(members.get(i).sqlPort(), new Place(host, 5432));
      places.put(members.get(i).poolerPort(), new Place(host, 6432));
    }
    places.put(billing.port(), new Place("10.20.0.31", 8008));
    places.put(cluster.simulator().url().getPort(), new Place("10.20.0.10", 6443));
    var redisPorts = redis.cluster().members().stream().map(RedisMember::port).sorted().toList();
    for (int i = 0; i < redisPorts.size(); i++) {
      places.put(redisPorts.get(i), new Place("10.20.0.5" + (i + 1), 6379));
    }
    redis
        .cluster()
        .spares()
        .forEach(spare -> places.put(spare.port(), new Place("10.20.0.57", 6379)));
    return places;
  }

  @Override
  public void close() {
    server.close();
    cluster.close();
    redis.close();
    issuer.close();
    orders.forEach(FaultProxy::close);
    billing.close();
    store.close();
  }
}
