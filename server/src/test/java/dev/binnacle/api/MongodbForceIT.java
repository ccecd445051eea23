package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A configuration is forced when the majority is lost, and never otherwise. */
@Tag("api")
class MongodbForceIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String DATABASE = "/api/v1/databases/" + TestReplicaSet.NAME;
  private static final String FORCE = DATABASE + "/mongodb/force-configuration";

  private TestReplicaSet set;
  private TestServer server;

  @BeforeEach
  void start() {
    set = TestReplicaSet.start();
    server = set.serve();
  }

  @AfterEach
  void end() {
    server.close();
    set.close();
  }

  @Test
  void theLastMemberGoesOnAlone() {
    var survivor = set.secondary();
    set.simulator().hosts().stream()
        .filter(host -> !host.equals(survivor))
        .forEach(host -> set.simulator().faults().inject(new Fault.MemberDead(host)));
    Patience.until(
        "nobody leads any more",
        DEADLINE,
        () -> server.get(DATABASE).hasStatus(200).json().toString(),
        shown -> shown.contains("NO_PRIMARY") && shown.contains("NO_MAJORITY"));

    var plan = server.post(FORCE + "?dryRun=true", wish(survivor)).hasStatus(200).json();
    assertThat(plan.path("startable").asBoolean()).as(plan.toPrettyString()).isTrue();
    assertThat(configuration().path("members")).hasSize(3);

    var ended = ended(wish(survivor));

    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/result/primary").asText()).isEqualTo(survivor);
    assertThat(ended.at("/result/removed")).hasSize(2);
    assertThat(configuration().path("members")).hasSize(1);
    assertThat(set.primary()).isEqualTo(survivor);
  }

  @Test
  void aSetThatHasAPrimaryIsLeftAlone() {
    var version = configuration().path("version").asInt();

    var problem = server.post(FORCE, wish(set.secondary())).isProblem(409, "GUARD_BLOCKED").json();

    assertThat(problem.path("detail").asText()).contains("MAJORITY_LOST");
    server.post(FORCE, wish("10.0.0.1:27017")).isProblem(422, "INVALID_OPTIONS");
    server
        .post(FORCE, wish(String.join("\", \"", set.simulator().hosts())))
        .isProblem(422, "INVALID_OPTIONS");
    server.post(FORCE, "{\"members\": [\"%s\"]}".formatted(set.primary())).hasStatus(400);
    assertThat(configuration().path("version").asInt()).isEqualTo(version);
  }

  private static String wish(String kept) {
    return "{\"members\": [\"%s\"], \"reason\": \"the other hosts burnt down\"}".formatted(kept);
  }

  private JsonNode configuration() {
    return server.get(DATABASE + "/mongodb/configuration").hasStatus(200).json();
  }

  private JsonNode ended(String wish) {
    var accepted = server.post(FORCE, wish).hasStatus(202).json();
    return Patience.until(
        "the operation is final",
        DEADLINE,
        () -> server.get("/api/v1/operations/" + accepted.path("id").asText()).json(),
        operation -> operation.has("finishedAt"));
  }
}
