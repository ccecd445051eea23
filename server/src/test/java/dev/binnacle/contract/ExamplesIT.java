package dev.binnacle.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PatroniSecrets;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the contract are what a real server really answers. With {@code
 * -Dbinnacle.examples=record} they are written anew, unless nothing but measured values would be
 * different; without it they must have the members of the real answers.
 */
@Tag("api")
class ExamplesIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final boolean RECORD = "record".equals(System.getProperty("binnacle.examples"));

  /** Written by hand, and why. */
  private static final Map<String, String> BY_HAND =
      Map.of(
          "problem.internal-error.json", "a fault that a test can cause is a fault to be mended");

  /** Members that depend on how far a runner has come when the answer is written. */
  private static final Set<String> OF_A_RUNNING_OPERATION =
      Set.of(
          "/startedAt",
          "/steps/[]/startedAt",
          "/steps/[]/finishedAt",
          "/steps/[]/message",
          "/steps/[]/detail/[]",
          "/steps/[]/detail/[]/name",
          "/steps/[]/detail/[]/value");

  /** Members of pods, which depend on where the scheduler has put whom. */
  private static final Set<String> OF_PODS =
      Set.of(
          "reason",
          "terminatingUntil",
          "controller",
          "controller/apiVersion",
          "controller/kind",
          "controller/name",
          "priorityClass",
          "acknowledgements/[]",
          "emptyDirectories/[]",
          "emptyDirectories/[]/name",
          "emptyDirectories/[]/inMemory",
          "budgets/[]",
          "budgets/[]/namespace",
          "budgets/[]/name",
          "budgets/[]/minAvailable",
          "budgets/[]/maxUnavailable",
          "budgets/[]/currentHealthy",
          "budgets/[]/desiredHealthy",
          "budgets/[]/expectedPods",
          "budgets/[]/disruptionsAllowed",
          "budgets/[]/neverAllows");

  /** Members that real answers have or lack by chance, by example. */
  private static final Map<String, Set<String>> OPTIONAL =
      Map.ofEntries(
          Map.entry("listNodePods.200.json", ofPods("/items/[]/")),
          Map.entry("drainNode.200.json", ofPods("/detail/pods/[]/")),
          Map.entry(
              "drainNode.202.json", union(OF_A_RUNNING_OPERATION, ofPods("/plan/detail/pods/[]/"))),
          Map.entry("switchoverDatabase.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("failoverDatabase.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("restartDatabaseMember.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("reinitializeDatabaseMember.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("pausePatroni.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("resumePatroni.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("pausePool.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("resumePool.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("reloadPgbouncer.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("retryOperation.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("pauseOperation.202.json", OF_A_RUNNING_OPERATION),
          Map.entry("resumeOperation.202.json", OF_A_RUNNING_OPERATION),
          // Which member leads decides which of them has been elected when.
          Map.entry(
              "getMongodbReplicaSet.200.json",
              Set.of("/election/previousPrimary", "/members/[]/electedAt")),
          // PostgreSQL forgets the times when nothing is written for a while.
          Map.entry(
              "listPostgresqlReplication.200.json",
              Set.of("/items/[]/writeLag", "/items/[]/flushLag", "/items/[]/replayLag")),
          // Whether somebody is in a transaction, or waits for something, just then.
          Map.entry(
              "listPostgresqlConnections.200.json",
              Set.of(
                  "/groups/[]/oldestTransactionAge",
                  "/breakdown/[]/database",
                  "/breakdown/[]/waitEventType")),
          // Which database is the larger one, and which statements were the slowest.
          Map.entry("listPostgresqlSizes.200.json", Set.of()),
          Map.entry("listPostgresqlStorage.200.json", Set.of()),
          Map.entry("listPostgresqlSlowQueries.200.json", Set.of()));

  private static Set<String> ofPods(String where) {
    return OF_PODS.stream().map(where::concat).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }

  @TempDir private Path empty;

  @Test
  void theExamplesAreRealAnswers() throws Exception {
    var files = ExampleFiles.ofTheContract();
    var committed = files.read();
    var real = play();
    var byHand = new TreeSet<>(committed.keySet());
    byHand.removeAll(real.keySet());
    assertThat(byHand).as("examples without a real answer").isEqualTo(BY_HAND.keySet());
    if (!RECORD) {
      compare(committed, real);
    } else if (differ(committed, real)) {
      files.write(real);
    }
  }

  private static boolean differ(Map<String, JsonNode> committed, Map<String, JsonNode> real) {
    return real.entrySet().stream()
        .anyMatch(example ->
            !committed.containsKey(example.getKey())
                || differ(example.getKey(), committed.get(example.getKey()), example.getValue()));
  }

  /** What differs by chance in its members differs by chance in its values, too. */
  private static boolean differ(String name, JsonNode committed, JsonNode real) {
    return OPTIONAL.containsKey(name)
        ? !pathsThatCount(name, committed).equals(pathsThatCount(name, real))
        : !Variations.removed(committed).equals(Variations.removed(real));
  }

  private static void compare(Map<String, JsonNode> committed, Map<String, JsonNode> real) {
    var all = new SoftAssertions();
    real.forEach((name, answer) -> {
      all.assertThat(committed).as("recorded, but not committed").containsKey(name);
      if (committed.containsKey(name)) {
        var shown = committed.get(name);
        all.assertThat(pathsThatCount(name, shown))
            .as(name)
            .isEqualTo(pathsThatCount(name, answer));
        all.assertThat(shown.at("/value/code")).as(name).isEqualTo(answer.at("/value/code"));
      }
    });
    all.assertAll();
  }

  private static Set<String> pathsThatCount(String name, JsonNode example) {
    var paths = MemberPaths.of(example);
    paths.removeAll(OPTIONAL.getOrDefault(name, Set.of()));
    return paths;
  }

  private Map<String, JsonNode> play() throws Exception {
    var patroni = TestPlatform.shared().patroni();
    beginWithTheFirstMember();
    var recording = new Recording();
    var began = Instant.now();
    var examples = new LinkedHashMap<String, JsonNode>();
    try (var stage = new Stage(patroni.secrets(), Map.of())) {
      var days = new GoodDays(stage, recording);
      var refusals = new Refusals(stage, recording);
      var postgresql = new PostgresqlDays(stage, recording);
      postgresql.looks();
      var operation = days.switchover();
      days.audit();
      var token = days.tokens();
      days.decisions();
      days.retry();
      days.pause();
      postgresql.procedures();
      var nodes = new NodeDays(stage, recording);
      nodes.cordon();
      nodes.drain();
      new RedisDays(stage, recording).play();
      refusals.deadComponent();
      days.overview();
      refusals.wrongRequests();
      refusals.wrongCallers();
      refusals.wrongMoments(operation);
      refusals.guard();
      refusals.blindChanges(token);
      refusals.keys();
      examples.putAll(named(stage, began, recording));
    }
    var troubled = new Recording();
    try (var stage =
        new Stage(new PatroniSecrets(empty), Map.of("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "20"))) {
      var troubles = new Troubles(stage, troubled);
      troubles.components();
      troubles.quota();
      troubles.store();
      examples.putAll(named(stage, began, troubled));
    }
    var shopping = new Recording();
    try (var days = new MongodbDays(shopping)) {
      days.look();
      days.miss();
      days.stepDown();
      days.replace();
      days.compact();
      days.lose();
      examples.putAll(named(days.places(), days.issuer(), began, shopping));
    }
    return examples;
  }

  /** The story begins with orders-1 as leader, whatever other tests have done. */
  private static void beginWithTheFirstMember() {
    var patroni = TestPlatform.shared().patroni();
    patroni.awaitHealthy(DEADLINE);
    var first = patroni.members().getFirst();
    if (patroni.leader().filter(first::equals).isEmpty()) {
      var server = TestServer.shared();
      var body = "{\"reason\": \"to the beginning\", \"candidate\": \"" + first.name() + "\"}";
      var request =
          server
              .request("/api/v1/databases/" + TestPlatform.DATABASE + "/switchover")
              .header("Prefer", "wait=60");
      var operation = server.send(TestServer.json(request, "POST", body)).hasStatus(202).json();
      assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
    }
  }

  private static Map<String, JsonNode> named(Stage stage, Instant began, Recording recording) {
    return named(stage.places(), stage.issuer(), began, recording);
  }

  private static Map<String, JsonNode> named(
      Map<Integer, StableValues.Place> places,
      LocalIssuer issuer,
      Instant began,
      Recording recording) {
    var values =
        new StableValues(
            places, Map.of(issuer.issuer(), "https://login.example.org/realms/platform"), began);
    var members = TestPlatform.shared().patroni().members();
    for (var member : members) {
      Optional.ofNullable(places.get(member.restPort()))
          .ifPresent(place -> values.memberAt(member.name(), place.host()));
    }
    var named = new LinkedHashMap<String, JsonNode>();
    recording.examples().forEach((name, example) -> named.put(name, values.in(example)));
    assertThat(named.toString()).doesNotContain("127.0.0.1", "localhost", "/tmp/");
    return named;
  }
}
