package dev.binnacle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One procedure on a replica set with a server that is going to suffer (the victim) and one that
 * lives on (the successor), on a set and a state store database of their own.
 */
final class ReplicaSetScenario implements AutoCloseable {

  private static final String MONGODB = "/api/v1/databases/" + TestReplicaSet.NAME + "/mongodb";

  private final TestPlatform platform = TestPlatform.shared();
  private final TestReplicaSet set = TestReplicaSet.start();
  private final String database = platform.newDatabase();
  private final TestServer victim = server();
  private final JsonNode before;
  private TestServer successor;
  private OperationUnderTest operation;

  ReplicaSetScenario() {
    before = settled(victim);
  }

  /** A server that has just started may be too slow for its own limit of a look. */
  private static JsonNode settled(TestServer server) {
    return Patience.until(
            "the set is seen",
            Duration.ofSeconds(60),
            () -> server.get(MONGODB + "/replica-set"),
            answer -> answer.status() == 200)
        .json();
  }

  private TestServer server() {
    return new TestServer(
        ServerProcess.start(
            platform.settings(
                database, platform.describeReplicaSets(List.of(set.described())), Map.of())));
  }

  TestReplicaSet set() {
    return set;
  }

  /** The set as it was before. */
  JsonNode before() {
    return before;
  }

  /** The set as it is now. */
  JsonNode now() {
    return settled(successor);
  }

  /** The primary before. */
  String oldPrimary() {
    return before.path("primary").asText();
  }

  /** Ends every member but one, and waits until nobody leads. */
  void loseAllBut(String survivor) {
    set.simulator().hosts().stream()
        .filter(host -> !host.equals(survivor))
        .forEach(host -> set.simulator().faults().inject(new Fault.MemberDead(host)));
    Patience.until(
        "nobody leads any more",
        Duration.ofSeconds(60),
        () -> victim.get(MONGODB + "/replica-set").json().path("health").toString(),
        shown -> shown.contains("NO_PRIMARY") && shown.contains("NO_MAJORITY"));
  }

  /** Lets the victim run the procedure, and die at the boundary; gives what came of it. */
  JsonNode survive(Boundary boundary, String path, String body) throws Exception {
    try (var trap = trap(boundary)) {
      begin(path, body);
      trap.awaitCaught();
      if (boundary.ending() == Ending.A_SECOND_REPLICA) {
        successor = server();
      }
      if (boundary.moment() == Moment.INSIDE) {
        // Nothing holds the step up, which may be over by the next look: it dies at some instant.
        trap.open();
      }
      victim.process().kill9();
    }
    if (boundary.ending() == Ending.A_RESTART) {
      successor = server();
    }
    return operation.succeeded();
  }

  private StepTrap trap(Boundary boundary) throws SQLException {
    return new StepTrap(
        database,
        platform.store().user(),
        platform.store().password(),
        boundary.step(),
        boundary.moment() == Moment.AFTER ? "SUCCEEDED" : "RUNNING");
  }

  private void begin(String path, String body) {
    var accepted = victim.post(MONGODB + path, body).hasStatus(202);
    operation =
        new OperationUnderTest(
            UUID.fromString(accepted.json().path("id").asText()),
            () -> successor == null ? victim : successor);
  }

  @Override
  public void close() {
    victim.process().kill9();
    victim.close();
    if (successor != null) {
      successor.close();
    }
    set.close();
  }
}
