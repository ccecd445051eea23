package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.MongodbSecrets;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Answer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong between Binnacle and a replica set is told for what it is, costs the answers of
 * those only whom it concerns, and is over when its cause is.
 */
@Tag("api")
class MongodbTroubleIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Far below any timeout of TCP; how fast it really is, the benchmarks tell. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private static final String DATABASE = "/api/v1/databases/" + TestReplicaSet.NAME;
  private static final String REPLICA_SET = DATABASE + "/mongodb/replica-set";
  private static final List<String> VIEWS =
      List.of(
          "",
          "/mongodb/replica-set",
          "/mongodb/configuration",
          "/mongodb/oplog",
          "/mongodb/databases",
          "/mongodb/collections",
          "/mongodb/operations");

  private static TestReplicaSet set;
  private static TestServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    set = TestReplicaSet.startBehindProxies();
    server = set.serve();
  }

  @AfterAll
  static void end() {
    server.close();
    set.close();
  }

  @AfterEach
  void heal() {
    set.heal();
    Patience.until(
        "everybody is well again",
        DEADLINE,
        () -> server.get(DATABASE).json().at("/health/verdict").asText(),
        "HEALTHY"::equals);
  }

  @Test
  void aWrongPasswordIsToldAndTheRightOneHealsWithoutARestart() throws IOException {
    var wrong = new MongodbSecrets(directory);
    try (var stranger = set.serve(set.described(wrong))) {
      for (var view : VIEWS.subList(1, VIEWS.size())) {
        var problem = prompt(stranger, DATABASE + view).isProblem(502, "COMPONENT_REFUSED").json();
        assertThat(problem.path("detail").asText()).as(view).contains("authentication failed");
        assertThat(problem.at("/component/type").asText()).isEqualTo("MONGODB");
      }
      var seen = prompt(stranger, DATABASE).hasStatus(200).json();
      assertThat(seen.at("/health/verdict").asText()).isEqualTo("UNKNOWN");
      assertThat(seen.at("/health/reasons/0/code").asText()).isEqualTo("MONGODB_UNREACHABLE");
      assertThat(component(stranger).path("breaker").asText())
          .as("a refusal is an answer")
          .isEqualTo("CLOSED");
      stranger.post(DATABASE + "/mongodb/step-down", why()).isProblem(502, "COMPONENT_REFUSED");

      Files.copy(
          set.described().secrets().passwordFile(),
          wrong.passwordFile(),
          StandardCopyOption.REPLACE_EXISTING);

      Patience.until(
          "it is let in",
          DEADLINE,
          () -> stranger.get(DATABASE).json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
    }
  }

  @Test
  void aSlowMemberCostsItsOwnAnswerAndIsLeftAloneAfterAWhile() {
    var slow = set.secondary();
    set.proxy(slow).delay(Duration.ofSeconds(5));

    for (var view : VIEWS) {
      prompt(server, DATABASE + view).hasStatus(200);
    }
    var seen =
        Patience.until(
            "its breaker is open",
            DEADLINE,
            () -> prompt(server, REPLICA_SET).hasStatus(200).json(),
            shown -> member(shown, slow).path("breaker").asText().equals("OPEN"));

    assertThat(member(seen, slow).path("reachable").asBoolean()).isFalse();
    assertThat(member(seen, slow).path("state").asText())
        .as("as the others see it")
        .isEqualTo("SECONDARY");
    assertThat(seen.at("/health/verdict").asText()).isEqualTo("DEGRADED");
    assertThat(member(seen, slow).at("/reasons/0/code").asText()).isEqualTo("MEMBER_UNREACHABLE");
    assertThat(member(seen, set.primary()).path("breaker").asText()).isEqualTo("CLOSED");
    assertThat(prompt(server, DATABASE + "/mongodb/oplog?member=" + slow).status()).isIn(503, 504);
  }

  @Test
  void aSetThatIsSlowAsAWholeIsLeftAlone() {
    set.proxies().forEach(proxy -> proxy.delay(Duration.ofSeconds(5)));

    Patience.until(
        "the breaker is open",
        DEADLINE,
        () -> {
          var answer = prompt(server, REPLICA_SET);
          assertThat(answer.status()).isIn(503, 504);
          return component(server).path("breaker").asText();
        },
        "OPEN"::equals);
    assertThat(component(server).path("lastCall").asText()).isEqualTo("FAILED");
    assertThat(server.get(DATABASE).json().at("/health/verdict").asText()).isEqualTo("UNKNOWN");
  }

  @Test
  void aDeadPrimaryIsToldWhileTheOthersElect() {
    var dead = set.primary();
    set.simulator().faults().inject(new Fault.MemberDead(dead));
    set.proxy(dead).refuse();

    var seen =
        Patience.until(
            "another member leads",
            DEADLINE,
            () -> prompt(server, REPLICA_SET).hasStatus(200).json(),
            shown -> shown.has("primary") && !shown.path("primary").asText().equals(dead));

    assertThat(member(seen, dead).path("reachable").asBoolean()).isFalse();
    assertThat(server.get(DATABASE + "/mongodb/oplog").json().path("member").asText())
        .isEqualTo(seen.path("primary").asText());
  }

  @Test
  void twoMembersThatSayThatTheyLeadAreBothTold() {
    var deluded = set.primary();
    set.simulator().faults().inject(new Fault.PrimaryDeluded(deluded));
    set.simulator().faults().inject(new Fault.Partition(Set.of(deluded)));

    var seen =
        Patience.until(
            "the others have elected one of their own",
            DEADLINE,
            () -> prompt(server, REPLICA_SET).hasStatus(200).json(),
            shown -> shown.toString().contains("SEVERAL_PRIMARIES"));

    assertThat(seen.at("/health/verdict").asText()).isEqualTo("CRITICAL");
    assertThat(seen.path("primary").asText())
        .as("the one of the newer term")
        .isNotEqualTo(deluded)
        .isEqualTo(seen.path("observedBy").asText());
    assertThat(seen.at("/health/reasons").findValuesAsText("message"))
        .anyMatch(message -> message.contains(deluded));

    var blocked =
        server
            .post(DATABASE + "/mongodb/step-down", why())
            .isProblem(409, "GUARD_BLOCKED")
            .json()
            .toString();
    assertThat(blocked).contains("ONE_VIEW", deluded);
    assertThat(set.primary()).isEqualTo(seen.path("primary").asText());
  }

  @Test
  void aMemberThatIsCutOffByTheOthersAloneStillAnswers() {
    var cut = set.secondary();
    set.simulator().faults().inject(new Fault.Partition(Set.of(cut)));

    var seen =
        Patience.until(
            "the others miss it",
            DEADLINE,
            () -> prompt(server, REPLICA_SET).hasStatus(200).json(),
            shown -> shown.at("/health/verdict").asText().equals("DEGRADED"));

    assertThat(member(seen, cut).path("reachable").asBoolean()).isTrue();
    assertThat(seen.at("/health/reasons").findValuesAsText("member")).contains(cut);
  }

  private static String why() {
    return "{\"reason\": \"test of troubles\"}";
  }

  private static Answer prompt(TestServer asked, String path) {
    long begin = System.nanoTime();
    var answer = asked.get(path);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(path).isLessThan(PROMPT);
    return answer;
  }

  private static JsonNode component(TestServer asked) {
    for (var component : asked.get("/api/v1/platform").hasStatus(200).json().path("components")) {
      if (component.path("type").asText().equals("MONGODB")) {
        return component;
      }
    }
    throw new AssertionError("the platform shows no MongoDB");
  }

  private static JsonNode member(JsonNode shown, String name) {
    return StreamSupport.stream(shown.path("members").spliterator(), false)
        .filter(member -> member.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
