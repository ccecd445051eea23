package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.client.ApiException;
import dev.binnacle.client.api.DatabasesApi;
import dev.binnacle.client.model.GuardOutcome;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.Role;
import dev.binnacle.client.model.SwitchoverRequest;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A switchover as its callers see it, on a real Patroni cluster. */
@Tag("api")
class SwitchoverIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String PATH = "/api/v1/databases/" + TestPlatform.DATABASE + "/switchover";

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();
  private String leader;

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
    leader = currentLeader();
  }

  private String currentLeader() {
    return platform.patroni().leader().orElseThrow().name();
  }

  private String replica() {
    return platform.patroni().members().stream()
        .map(member -> member.name())
        .filter(name -> !name.equals(leader))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDryRunShowsThePlanAndChangesNothing() throws Exception {
    var plan =
        new DatabasesApi(server.client())
            .planSwitchoverDatabase(
                TestPlatform.DATABASE,
                new SwitchoverRequest().candidate(replica()).reason("only looking"),
                null);

    assertThat(plan.getStartable()).isTrue();
    assertThat(plan.getSummary()).contains(replica(), leader);
    assertThat(plan.getSteps()).extracting("name").contains("request-switchover");
    assertThat(plan.getGuards())
        .extracting("name")
        .contains("REPLICATION_LAG", "QUORUM_SAFE", "FRESH_BACKUP");
    assertThat(currentLeader()).isEqualTo(leader);
  }

  @Test
  void theCandidateBecomesLeaderAndTheOutageIsTold() throws Exception {
    String candidate = replica();
    var operation =
        new DatabasesApi(server.client())
            .switchoverDatabase(
                TestPlatform.DATABASE,
                new SwitchoverRequest().candidate(candidate).reason("kernel update"),
                UUID.randomUUID().toString(),
                "wait=60");

    assertThat(operation.getState()).as("%s", operation).isEqualTo(OperationState.SUCCEEDED);
    assertThat(currentLeader()).isEqualTo(candidate);
    var result = operation.getResult().getSwitchoverResult();
    assertThat(result.getPreviousLeader()).isEqualTo(leader);
    assertThat(result.getNewLeader()).isEqualTo(candidate);
    assertThat(result.getNewTimeline()).isEqualTo(result.getPreviousTimeline() + 1);
    assertThat(result.getWriteOutageExact()).isTrue();
    assertThat(Duration.parse(result.getWriteOutage())).isPositive();
    assertThat(operation.getSteps())
        .extracting("name")
        .isEqualTo(operation.getPlan().getSteps().stream().map(step -> step.getName()).toList());
    assertThat(operation.getGuards())
        .filteredOn(guard -> guard.getName().equals("FRESH_BACKUP"))
        .extracting("outcome")
        .containsExactly(GuardOutcome.NOT_AVAILABLE);
  }

  @Test
  void aSecondSwitchoverAtOnceIsRefusedWithTheActiveOne() {
    var first = start("{\"reason\":\"the first\"}").hasStatus(202);

    var second = start("{\"reason\":\"the second\"}").isProblem(409, "OPERATION_ALREADY_ACTIVE");

    assertThat(second.json().at("/activeOperation/id").asText())
        .isEqualTo(first.json().path("id").asText());
    awaitFinal(first);
    assertThat(server.get("/api/v1/databases/" + TestPlatform.DATABASE).json().has("leader"))
        .isTrue();
  }

  @Test
  void aCandidateThatIsNoMemberIsRefused() {
    start("{\"reason\":\"typing error\",\"candidate\":\"nobody\"}")
        .isProblem(422, "CANDIDATE_NOT_ELIGIBLE");
    assertThat(currentLeader()).isEqualTo(leader);
  }

  @Test
  void theLeaderItselfIsNoCandidate() {
    start("{\"reason\":\"typing error\",\"candidate\":\"" + leader + "\"}")
        .isProblem(422, "CANDIDATE_NOT_ELIGIBLE");
    assertThat(currentLeader()).isEqualTo(leader);
  }

  @Test
  void aDeadCandidateIsBlockedByItsGuardAndNothingChanges() {
    String victim = replica();
    platform.patroni().kill9(victim);
    try {
      var refused = start("{\"reason\":\"it is dead\",\"candidate\":\"" + victim + "\"}");

      assertThat(refused.status()).isIn(409, 422);
      assertThat(refused.json().path("code").asText())
          .isIn("GUARD_BLOCKED", "CANDIDATE_NOT_ELIGIBLE");
      assertThat(currentLeader()).isEqualTo(leader);
    } finally {
      platform.patroni().start(victim);
      platform.patroni().awaitHealthy(DEADLINE);
    }
  }

  @Test
  void aViewerMayNotSwitchOver() {
    var refused =
        server
            .send(
                TestServer.json(
                    server
                        .anonymous(PATH)
                        .header("Authorization", "Bearer " + server.token(Role.VIEWER)),
                    "POST",
                    "{\"reason\":\"curious\"}"))
            .isProblem(403, "ROLE_MISSING");

    assertThat(refused.json().path("missingRole").asText()).isEqualTo("OPERATOR");
    assertThat(currentLeader()).isEqualTo(leader);
  }

  @Test
  void anUnknownDatabaseIsNotFound() {
    server
        .post("/api/v1/databases/nothing/switchover", "{\"reason\":\"typing error\"}")
        .isProblem(404, "RESOURCE_NOT_FOUND");
  }

  @Test
  void onlyAnAdminOverridesGuards() {
    var refused =
        server.send(
            TestServer.json(
                server
                    .anonymous(PATH)
                    .header("Authorization", "Bearer " + server.token(Role.OPERATOR)),
                "POST",
                "{\"reason\":\"hurry\",\"overrideGuards\":[\"REPLICATION_LAG\"]}"));
    refused.isProblem(403, "ROLE_MISSING");
  }

  @Test
  void aClientThatDoesNotWaitGetsTheOperationAtOnceAndFollowsIt() {
    var accepted = start("{\"reason\":\"follow it\"}").hasStatus(202);
    String self = accepted.header("Location").orElseThrow();
    assertThat(self).endsWith(accepted.json().path("id").asText());
    assertThat(accepted.header("ETag")).isPresent();
    awaitFinal(accepted);
  }

  @Test
  void theGeneratedClientThrowsATypedProblem() {
    assertThatThrownBy(() ->
            new DatabasesApi(server.client())
                .switchoverDatabase(
                    TestPlatform.DATABASE,
                    new SwitchoverRequest().candidate("nobody").reason("typing error"),
                    null,
                    null))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(422));
  }

  private Answer start(String body) {
    return server.post(PATH, body);
  }

  private void awaitFinal(Answer accepted) {
    String path = "/api/v1/operations/" + accepted.json().path("id").asText();
    var ended =
        Patience.until(
            "the operation is final",
            DEADLINE,
            () -> server.get(path).hasStatus(200).json(),
            seen -> seen.has("finishedAt"));
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
  }
}
