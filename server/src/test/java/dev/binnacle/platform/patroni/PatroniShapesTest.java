package dev.binnacle.platform.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.platform.Address;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** On answers recorded from Patroni 3.0.2, and on those that Patroni 4 documents. */
class PatroniShapesTest {

  @Test
  void clusterOf3() throws IOException {
    var cluster = PatroniShapes.cluster(read("3.0.2/cluster.json"));
    assertThat(cluster.paused()).isFalse();
    assertThat(cluster.scheduled()).isEmpty();
    assertThat(cluster.members())
        .extracting(ClusterMember::name)
        .containsExactly("orders-1", "orders-2", "orders-3");
    var leader = cluster.leader().orElseThrow();
    assertThat(leader.name()).isEqualTo("orders-1");
    assertThat(leader.address()).contains(new Address("127.0.0.1", 26081));
    assertThat(leader.apiUrl()).contains(URI.create("http://127.0.0.1:26078/patroni"));
    assertThat(leader.timeline()).contains(2L);
    assertThat(leader.lagBytes()).isEmpty();
    var replica = cluster.member("orders-2").orElseThrow();
    assertThat(replica.role().kind()).isEqualTo(MemberRole.Kind.REPLICA);
    assertThat(replica.state().kind()).isEqualTo(MemberState.Kind.RUNNING);
    assertThat(replica.lagBytes()).contains(0L);
    assertThat(replica.receiveLagBytes()).isEmpty();
    assertThat(replica.tags()).isEqualTo(MemberTags.NONE);
    assertThat(cluster.member("nobody")).isEmpty();
  }

  @Test
  void clusterOf3InTheMiddleOfASwitchover() throws IOException {
    var stopping =
        PatroniShapes.cluster(read("3.0.2/cluster-switching.json"))
            .member("orders-1")
            .orElseThrow();
    assertThat(stopping.state().kind()).isEqualTo(MemberState.Kind.STOPPING);
    assertThat(stopping.state().isRunning()).isFalse();
    assertThat(stopping.lagBytes()).isEmpty();
    assertThat(stopping.timeline()).isEmpty();
  }

  @Test
  void clusterOf3WithASchedulePausedOrSynchronous() throws IOException {
    var scheduled =
        PatroniShapes.cluster(read("3.0.2/cluster-scheduled.json")).scheduled().orElseThrow();
    assertThat(scheduled.at()).contains(Instant.parse("2026-11-24T03:00:00Z"));
    assertThat(scheduled.from()).contains("orders-1");
    assertThat(scheduled.to()).contains("orders-2");
    assertThat(PatroniShapes.cluster(read("3.0.2/cluster-paused.json")).paused()).isTrue();
    assertThat(
            PatroniShapes.cluster(read("3.0.2/cluster-synchronous.json"))
                .member("orders-2")
                .orElseThrow()
                .role()
                .isSynchronous())
        .isTrue();
  }

  @Test
  void clusterOf4() throws IOException {
    var cluster = PatroniShapes.cluster(read("4/cluster.json"));
    assertThat(cluster.paused()).isTrue();
    assertThat(cluster.scheduled().orElseThrow().at())
        .contains(Instant.parse("2023-09-24T08:36:00Z"));
    var quorum = cluster.member("patroni2").orElseThrow();
    assertThat(quorum.role().kind()).isEqualTo(MemberRole.Kind.QUORUM_STANDBY);
    assertThat(quorum.state().kind()).isEqualTo(MemberState.Kind.STREAMING);
    assertThat(quorum.receiveLagBytes()).contains(0L);
    assertThat(quorum.replayLagBytes()).contains(16L);
    assertThat(quorum.tags().clonefrom()).isTrue();
    assertThat(quorum.tags().nosync()).isTrue();
    assertThat(quorum.tags().failoverPriority()).contains(2);
    var lagging = cluster.member("patroni3").orElseThrow();
    assertThat(lagging.state().kind()).isEqualTo(MemberState.Kind.IN_ARCHIVE_RECOVERY);
    assertThat(lagging.lagBytes()).isEmpty();
    assertThat(lagging.replayLagBytes()).isEmpty();
    assertThat(lagging.pendingRestart()).isTrue();
  }

  @Test
  void membersOf3() throws IOException {
    var leader = PatroniShapes.status(read("3.0.2/leader.json"));
    assertThat(leader.role()).isEqualTo(new MemberRole(MemberRole.Kind.LEADER, "master"));
    assertThat(leader.timeline()).contains(2L);
    assertThat(leader.serverVersion()).contains("15.18");
    assertThat(leader.patroniVersion()).contains("3.0.2");
    assertThat(leader.seesNoLeader()).isFalse();
    var replica = PatroniShapes.status(read("3.0.2/replica.json"));
    assertThat(replica.role().kind()).isEqualTo(MemberRole.Kind.REPLICA);
    assertThat(replica.state().isRunning()).isTrue();
  }

  @Test
  void memberOf4() throws IOException {
    var primary = PatroniShapes.status(read("4/primary.json"));
    assertThat(primary.role().leads()).isTrue();
    assertThat(primary.serverVersion()).contains("16.4");
    assertThat(primary.seesNoLeader()).isTrue();
    assertThat(primary.failsafe()).isTrue();
    assertThat(primary.paused()).isTrue();
    assertThat(primary.pendingRestart()).isTrue();
    assertThat(primary.tags().clonefrom()).isTrue();
  }

  @Test
  void historyOf3() throws IOException {
    assertThat(PatroniShapes.history(read("3.0.2/history.json")))
        .containsExactly(
            new Promotion(
                1,
                67472672,
                "no recovery target specified",
                java.util.Optional.of(Instant.parse("2026-11-23T04:17:07.389680Z")),
                java.util.Optional.of("orders-1")));
  }

  @Test
  void historyIsNewestFirstAndMayLackTimesAndNames() throws IOException {
    var history =
        PatroniShapes.history(
            json(
                """
                [[1, 100, "no recovery target specified"],
                 [2, 200, "no recovery target specified", "not a time"]]
                """));
    assertThat(history).extracting(Promotion::timeline).containsExactly(2L, 1L);
    assertThat(history).allMatch(promotion -> promotion.at().isEmpty());
    assertThat(history).allMatch(promotion -> promotion.newLeader().isEmpty());
  }

  @Test
  void settings() throws IOException {
    assertThat(PatroniShapes.settings(read("3.0.2/config.json")))
        .isEqualTo(
            new ClusterSettings(
                1 << 20, false, false, Duration.ofSeconds(1), Duration.ofSeconds(20)));
    assertThat(PatroniShapes.settings(read("3.0.2/config-synchronous.json")).synchronousMode())
        .isTrue();
    var defaults = PatroniShapes.settings(json("{}"));
    assertThat(defaults.maximumLagBytes()).isEqualTo(1 << 20);
    assertThat(defaults.loopWait()).isEqualTo(Duration.ofSeconds(10));
    assertThat(defaults.ttl()).isEqualTo(Duration.ofSeconds(30));
    var quorum = PatroniShapes.settings(json("{\"synchronous_mode\": \"quorum\"}"));
    assertThat(quorum.synchronousMode()).isTrue();
    assertThat(quorum.quorumMode()).isTrue();
  }

  @Test
  void newWordsSurvive() throws IOException {
    var member =
        PatroniShapes.cluster(
                json(
                    "{\"members\": [{\"name\": \"a\", \"role\": \"arbiter\", \"state\": \"dozing\"}]}"))
            .members()
            .getFirst();
    assertThat(member.role()).isEqualTo(new MemberRole(MemberRole.Kind.UNKNOWN, "arbiter"));
    assertThat(member.state()).isEqualTo(new MemberState(MemberState.Kind.UNKNOWN, "dozing"));
    assertThat(member.address()).isEmpty();
    assertThat(member.apiUrl()).isEmpty();
  }

  @Test
  void everyStateIsFoundByPatronisWord() {
    for (var kind : MemberState.Kind.values()) {
      var word = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      assertThat(MemberState.of(word).kind()).isEqualTo(kind);
    }
  }

  @Test
  void whoMayLead() {
    assertThat(MemberTags.NONE.mayLead()).isTrue();
    assertThat(tags("{\"nofailover\": true}").mayLead()).isFalse();
    assertThat(tags("{\"failover_priority\": 0}").mayLead()).isFalse();
    assertThat(tags("{\"failover_priority\": 3}").mayLead()).isTrue();
  }

  @Test
  void oldVersionsOfPostgresql() throws IOException {
    assertThat(PatroniShapes.status(json("{\"server_version\": 90624}")).serverVersion())
        .contains("9.6.24");
  }

  @Test
  void sinceWhenAMemberRunsAndHowMuchWalItHas() throws IOException {
    var leader = PatroniShapes.status(read("3.0.2/leader.json"));
    assertThat(leader.startedAt()).contains("2026-11-23 04:16:02.702982+00:00");
    assertThat(leader.position()).contains(67473584L);
    assertThat(PatroniShapes.status(read("3.0.2/replica.json")).position()).contains(67473584L);
    assertThat(
            PatroniShapes.status(
                    json("{\"xlog\": {\"received_location\": 5, \"replayed_location\": 7}}"))
                .position())
        .as("replayed from an archive")
        .contains(7L);
    var stopped = PatroniShapes.status(json("{\"state\": \"stopped\"}"));
    assertThat(stopped.startedAt()).isEmpty();
    assertThat(stopped.position()).isEmpty();
  }

  @Test
  void answersToRequestsForOneMember() {
    assertThat(new PatroniAnswer(503, "restart conditions are not satisfied").failed()).isTrue();
    assertThat(new PatroniAnswer(503, "I am the leader, can not reinitialize").failed()).isTrue();
    assertThat(new PatroniAnswer(503, "restart already in progress").failed()).isFalse();
    assertThat(new PatroniAnswer(503, "postgres is still starting").failed()).isFalse();
  }

  @Test
  void answersToASwitchover() {
    assertThat(new PatroniAnswer(200, "Successfully switched over to \"a\"").refused()).isFalse();
    assertThat(new PatroniAnswer(412, "leader name does not match").refused()).isTrue();
    assertThat(new PatroniAnswer(503, "Switchover failed").failed()).isTrue();
    assertThat(new PatroniAnswer(503, "Switchover status unknown").failed()).isFalse();
    assertThat(new PatroniAnswer(503, "Switchover status unknown").refused()).isFalse();
  }

  private static MemberTags tags(String tags) {
    try {
      return PatroniShapes.status(json("{\"tags\": " + tags + "}")).tags();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static JsonNode read(String name) throws IOException {
    try (var stream = PatroniShapesTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(stream);
    }
  }
}
