package dev.binnacle.contract;

import dev.binnacle.contract.StableValues.Place;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** The part of the story that plays on a MongoDB replica set, on a stage of its own. */
final class MongodbDays implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String SHOP = "/databases/" + TestReplicaSet.NAME;

  private final TestReplicaSet set = TestReplicaSet.start();
  private final LocalIssuer issuer = new LocalIssuer();
  private final Recording recording;
  private final TestServer server;
  private String who = "maria@example.org";
  private String role = "operator";

  MongodbDays(Recording recording) throws IOException {
    this.recording = recording;
    var platform = TestPlatform.shared();
    server =
        new TestServer(
            ServerProcess.start(
                platform.settings(
                    platform.newDatabase(), describe(), Map.copyOf(issuer.settings()))));
  }

  private Path describe() throws IOException {
    var file =
        PlatformFile.write(
            Files.createTempFile("binnacle-examples", ".yaml"),
            List.of(),
            List.of(),
            List.of(),
            List.of(set.described()));
    return Files.writeString(
        file,
        Files.readString(file)
            .replace("- name: main", "- name: dc1")
            .replace("site: main", "site: dc1"));
  }

  /** Maria looks at the set. */
  void look() {
    Patience.until(
        "every member is seen to be in order",
        DEADLINE,
        () -> get(SHOP).json().at("/health/verdict").asText(),
        "HEALTHY"::equals);
    recording.answer("getMongodbReplicaSet", 200, get(SHOP + "/mongodb/replica-set"));
    recording.answer("getMongodbConfiguration", 200, get(SHOP + "/mongodb/configuration"));
    recording.answer("getMongodbOplog", 200, get(SHOP + "/mongodb/oplog"));
    recording.answer("listMongodbDatabases", 200, get(SHOP + "/mongodb/databases"));
    recording.answer("listMongodbCollections", 200, get(SHOP + "/mongodb/collections?limit=2"));
    int id =
        set.simulator()
            .operations()
            .begin(
                set.primary(),
                "query",
                "shop.orders",
                BsonDocument.parse("{find: 'orders'}"),
                "COLLSCAN",
                false,
                Instant.now().minusSeconds(12));
    recording.answer(
        "listMongodbOperations", 200, get(SHOP + "/mongodb/operations?longerThan=PT10S"));
    set.simulator().operations().end(id);
  }

  /** A member is away, and Maria asks whether it needs a new copy of the data. */
  void miss() {
    var away = set.secondary();
    set.simulator().faults().inject(new Fault.MemberDead(away));
    Patience.until(
        "the others have noticed",
        DEADLINE,
        () -> get(SHOP).body(),
        shown -> shown.contains("MEMBER_DOWN"));
    recording.answer(
        "getMongodbResyncAdvice", 200, get(SHOP + "/mongodb/resync-advice?member=" + away));
    set.heal();
  }

  /** Maria lets the primary step down. */
  void stepDown() {
    var request =
        """
        {"reason": "Kernel update of the host of the primary, CHG-2231", "period": "PT2M",
         "catchUp": "PT10S", "overrideGuards": [], "requireApproval": false, "timeout": "PT5M"}
        """;
    record("stepDownMongodbPrimary", "/mongodb/step-down", request);
  }

  /** Maria replaces a member: the new one comes first, then another one goes. */
  void replace() {
    var spare = set.simulator().addSpare();
    var add =
        """
        {"member": "%s", "vote": true, "priority": 1, "reason": "Replaces a host whose disk is worn, CHG-2240",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT6H"}
        """
            .formatted(spare);
    record("addMongodbMember", "/mongodb/add-member", add);
    var remove =
        """
        {"member": "%s", "reason": "Its disk is worn, CHG-2240", "overrideGuards": [],
         "requireApproval": false, "timeout": "PT10M"}
        """
            .formatted(set.secondary());
    record("removeMongodbMember", "/mongodb/remove-member", remove);
  }

  /** Maria gives the disk back what the orders do not need any more. */
  void compact() {
    record(
        "compactMongodbCollection",
        "/mongodb/compact",
        """
        {"collection": "shop.orders", "reason": "A third of the orders were archived, CHG-2252",
         "overrideGuards": [], "requireApproval": false, "timeout": "PT6H"}
        """);
  }

  /**
   * Two hosts burn down, and Olaf lets the last member go on alone: the one that led, as whoever
   * stepped down earlier today may not lead again for minutes.
   */
  void lose() {
    var survivor = set.primary();
    set.simulator().hosts().stream()
        .filter(host -> !host.equals(survivor))
        .forEach(host -> set.simulator().faults().inject(new Fault.MemberDead(host)));
    Patience.until(
        "nobody leads any more",
        DEADLINE,
        () -> get(SHOP).body(),
        shown -> shown.contains("NO_PRIMARY") && shown.contains("NO_MAJORITY"));
    who = "olaf@example.org";
    role = "admin";
    record(
        "forceMongodbConfiguration",
        "/mongodb/force-configuration",
        """
        {"members": ["%s"], "reason": "The other hosts burnt down, INC-311", "overrideGuards": [],
         "requireApproval": false, "timeout": "PT10M"}
        """
            .formatted(survivor));
  }

  private void record(String operationId, String path, String request) {
    recording.request(operationId, request);
    recording.answer(operationId, 200, post(SHOP + path + "?dryRun=true", request, "wait=0"));
    var accepted = recording.answer(operationId, 202, post(SHOP + path, request, "wait=60"));
    if (!accepted.json().path("state").asText().equals("SUCCEEDED")) {
      throw new AssertionError(accepted.body());
    }
  }

  private Answer get(String path) {
    return server.send(request(path));
  }

  private Answer post(String path, String body, String prefer) {
    return server.send(TestServer.json(request(path).header("Prefer", prefer), "POST", body));
  }

  private HttpRequest.Builder request(String path) {
    return server
        .anonymous("/api/v1" + path)
        .header("X-Request-Id", "01jd8x5v9k3m7q2w")
        .header("Authorization", "Bearer " + issuer.token(who, role));
  }

  /** Whose tokens everybody has. */
  LocalIssuer issuer() {
    return issuer;
  }

  /** Where the ports of this stage are in the examples. */
  Map<Integer, Place> places() {
    var places = new HashMap<Integer, Place>();
    var hosts = set.simulator().hosts();
    for (int i = 0; i < hosts.size(); i++) {
      int port = Integer.parseInt(hosts.get(i).substring(hosts.get(i).indexOf(':') + 1));
      places.put(port, new Place("10.20.0.2" + (i + 1), 27017));
    }
    return places;
  }

  @Override
  public void close() {
    server.close();
    issuer.close();
    set.close();
  }
}
