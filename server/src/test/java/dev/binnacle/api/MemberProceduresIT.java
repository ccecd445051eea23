package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Failover, restart, reinitialisation and maintenance mode, on a real Patroni cluster. */
@Tag("api")
class MemberProceduresIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String DATABASE = "/api/v1/databases/" + TestPlatform.DATABASE;

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();
  private PatroniMember leader;
  private PatroniMember replica;

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
    leader = platform.patroni().leader().orElseThrow();
    replica =
        platform.patroni().members().stream()
            .filter(member -> !member.equals(leader))
            .findFirst()
            .orElseThrow();
    Patience.until(
        "Binnacle sees the cluster healthy",
        DEADLINE,
        () -> server.get(DATABASE).json().at("/health/verdict").asText(),
        "HEALTHY"::equals);
  }

  @AfterEach
  void leaveAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
  }

  @Test
  void aReplicaIsRestartedInItsPlace() throws SQLException {
    var before = startedAt(replica);
    long timeline = timeline();

    var ended = succeeded(start(member(replica, "restart"), "{\"reason\":\"more memory\"}"));

    assertThat(startedAt(replica)).isNotEqualTo(before);
    assertThat(timeline()).isEqualTo(timeline);
    assertThat(ended.at("/result/member").asText()).isEqualTo(replica.name());
    assertThat(ended.at("/result/led").asBoolean()).isFalse();
    assertThat(Duration.parse(ended.at("/result/duration").asText())).isPositive();
  }

  @Test
  void theLeaderIsRestartedOnlyByWhoKnowsThatItLeads() throws SQLException {
    var before = startedAt(leader);
    var refused =
        start(member(leader, "restart"), "{\"reason\":\"more memory\"}")
            .isProblem(409, "GUARD_BLOCKED");
    assertThat(refused.body()).contains("MEMBER_ROLE");
    assertThat(startedAt(leader)).isEqualTo(before);
    long timeline = timeline();

    var ended =
        succeeded(
            start(member(leader, "restart"), "{\"reason\":\"more memory\",\"leaderToo\":true}"));

    assertThat(platform.patroni().leader()).contains(leader);
    assertThat(startedAt(leader)).isNotEqualTo(before);
    assertThat(timeline()).as("nobody was promoted").isEqualTo(timeline);
    assertThat(ended.at("/result/led").asBoolean()).isTrue();
  }

  @Test
  void withoutAPendingSettingNothingIsRestarted() throws SQLException {
    var before = startedAt(replica);
    start(member(replica, "restart"), "{\"reason\":\"if needed\",\"onlyPending\":true}")
        .isProblem(409, "GUARD_BLOCKED");
    assertThat(startedAt(replica)).isEqualTo(before);
  }

  @Test
  void aReplicaIsCopiedAnew() throws SQLException {
    var before = startedAt(replica);

    var ended = succeeded(start(member(replica, "reinitialize"), "{\"reason\":\"broken files\"}"));

    assertThat(startedAt(replica)).isNotEqualTo(before);
    assertThat(ended.at("/result/leader").asText()).isEqualTo(leader.name());
    assertThat(ended.at("/result/timeline").asLong()).isEqualTo(timeline());
    assertThat(ended.at("/plan/steps/0/name").asText()).isEqualTo("request-reinitialize");
  }

  @Test
  void theLeaderIsNeverReinitialised() {
    for (var query : List.of("", "?dryRun=true")) {
      start(
              member(leader, "reinitialize") + query,
              "{\"reason\":\"mistaken\",\"overrideGuards\":[]}")
          .isProblem(422, "MEMBER_NOT_ELIGIBLE");
    }
    assertThat(platform.patroni().leader()).contains(leader);
  }

  @Test
  void aMemberThatIsNotThereIsNotFound() {
    for (var verb : List.of("restart", "reinitialize")) {
      start("/members/nobody/" + verb, "{\"reason\":\"typing error\"}")
          .isProblem(404, "RESOURCE_NOT_FOUND");
    }
  }

  @Test
  void aDryRunChangesNothing() throws SQLException {
    var before = startedAt(replica);
    for (var verb : List.of("restart", "reinitialize")) {
      var plan =
          start(member(replica, verb) + "?dryRun=true", "{\"reason\":\"only looking\"}")
              .hasStatus(200)
              .json();
      assertThat(plan.path("startable").asBoolean()).as(plan.toPrettyString()).isTrue();
      assertThat(plan.path("guards")).isNotEmpty();
    }
    assertThat(startedAt(replica)).isEqualTo(before);
  }

  @Test
  void patroniIsPausedAndResumed() {
    var paused = succeeded(start("/postgresql/pause", "{\"reason\":\"upgrade of etcd\"}"));
    try {
      assertThat(paused.at("/result/changed").asBoolean()).isTrue();
      assertThat(paused.at("/result/silent")).isEmpty();
      assertThat(server.get(DATABASE).body()).contains("PATRONI_PAUSED");
      var again = succeeded(start("/postgresql/pause", "{\"reason\":\"upgrade of etcd\"}"));
      assertThat(again.at("/result/changed").asBoolean()).isFalse();
    } finally {
      var resumed = succeeded(start("/postgresql/resume", "{\"reason\":\"etcd is upgraded\"}"));
      assertThat(resumed.at("/result/paused").asBoolean()).isFalse();
    }
    assertThat(server.get(DATABASE).body()).doesNotContain("PATRONI_PAUSED");
  }

  @Test
  void aLeaderThatWorksIsFailedOverByForceOnly() throws SQLException {
    long timeline = timeline();
    var refused = start("/failover", "{\"reason\":\"mistaken\"}").isProblem(409, "GUARD_BLOCKED");
    assertThat(refused.body()).contains("LEADER_LOST", "switchover");

    var ended =
        succeeded(
            start(
                "/failover",
                "{\"reason\":\"it loses packets\",\"force\":true,\"candidate\":\"%s\"}"
                    .formatted(replica.name())));

    assertThat(platform.patroni().leader()).contains(replica);
    assertThat(ended.at("/result/previousLeader").asText()).isEqualTo(leader.name());
    assertThat(ended.at("/result/newLeader").asText()).isEqualTo(replica.name());
    assertThat(timeline()).isEqualTo(timeline + 1);
  }

  @Test
  void aPausedClusterThatLostItsLeaderIsFailedOver() throws SQLException {
    long timeline = timeline();
    succeeded(start("/postgresql/pause", "{\"reason\":\"work on the network\"}"));
    platform.patroni().kill9(leader.name());
    try {
      Patience.until(
          "the leader key has expired",
          DEADLINE,
          () -> server.get(DATABASE).json(),
          database -> !database.has("leader"));

      var ended = succeeded(start("/failover", "{\"reason\":\"its host is gone\"}"));

      assertThat(ended.at("/result").has("previousLeader")).isFalse();
      assertThat(ended.at("/result/newLeader").asText()).isNotEqualTo(leader.name());
    } finally {
      platform.patroni().start(leader.name());
      succeeded(start("/postgresql/resume", "{\"reason\":\"the network is back\"}"));
    }
    platform.patroni().awaitHealthy(DEADLINE);
    assertThat(timeline()).isEqualTo(timeline + 1);
  }

  @Test
  void impossibleCandidatesAreRefused() {
    for (var name : List.of("nobody", leader.name())) {
      start("/failover", "{\"reason\":\"typing error\",\"candidate\":\"" + name + "\"}")
          .isProblem(422, "CANDIDATE_NOT_ELIGIBLE");
    }
  }

  private static String member(PatroniMember member, String verb) {
    return "/members/" + member.name() + "/" + verb;
  }

  private Answer start(String path, String body) {
    return server.post(DATABASE + path, body);
  }

  private JsonNode succeeded(Answer accepted) {
    String path = "/api/v1/operations/" + accepted.hasStatus(202).json().path("id").asText();
    var ended =
        Patience.until(
            "the operation is final",
            DEADLINE,
            () -> server.get(path).hasStatus(200).json(),
            seen -> seen.has("finishedAt"));
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  private String startedAt(PatroniMember member) throws SQLException {
    return query(member, "select pg_postmaster_start_time()::text");
  }

  private long timeline() throws SQLException {
    return Long.parseLong(
        query(
            platform.patroni().leader().orElseThrow(),
            "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"));
  }

  private String query(PatroniMember member, String sql) throws SQLException {
    try (var connection = platform.patroni().connect(member);
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
