package dev.binnacle.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.recipes.RunningRecipe.Ended;
import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.testing.LocalIssuer;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestCluster;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import dev.binnacle.testing.TestWorkloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of the CI recipes against a real server: every way in which it can end. */
@Tag("api")
class BinnacleRunIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "recipe-test";
  private static final String NODE = "worker-4";
  private static final String DRAIN = drainOf(NODE);
  private static final String BODY =
      "{\"reason\":\"A pipeline\",\"deleteEmptyDirData\":true,\"deletePodsWithoutController\":true}";

  private static TestCluster cluster;
  private static TestWorkloads workloads;
  private static LocalIssuer issuer;
  private static TestServer server;

  @TempDir private Path directory;
  private final List<RunningRecipe> started = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(3, 6);
    workloads = new TestWorkloads(cluster);
    issuer = new LocalIssuer();
    var settings = new HashMap<>(issuer.settings());
    settings.put("BINNACLE_HTTP_REQUESTS_PER_MINUTE", "100000");
    server = TestPlatform.shared().start(List.of(cluster.described(User.BINNACLE)), settings);
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
    cluster.close();
  }

  @AfterEach
  void giveEverythingBack() {
    started.forEach(RunningRecipe::close);
    cluster.heal();
    workloads.clear(NAMESPACE);
    Patience.until(
        "no operation is active",
        DEADLINE,
        () -> server.get("/api/v1/operations?state=RUNNING&state=PENDING&state=CANCELLING").json(),
        active -> active.path("items").isEmpty());
  }

  private static String drainOf(String node) {
    return "/clusters/" + TestCluster.NAME + "/nodes/" + node + "/drain";
  }

  private RunningRecipe recipe(String... arguments) {
    return recipe(Map.of("BINNACLE_TOKEN", TestServer.TOKEN), arguments);
  }

  private RunningRecipe recipe(Map<String, String> environment, String... arguments) {
    var complete = new HashMap<>(environment);
    complete.putIfAbsent("BINNACLE_SERVER", server.process().baseUrl().toString());
    var recipe = RunningRecipe.start(complete, List.of(arguments));
    started.add(recipe);
    return recipe;
  }

  private static void holdTheNode() {
    workloads.deploy(NAMESPACE, "slow", 2, NODE);
    workloads.protect(NAMESPACE, "slow", 1);
  }

  private static void letTheNodeGo() {
    workloads.relax(NAMESPACE, "slow", 0);
  }

  private static String operationIn(Ended ended) {
    return ended.output().replaceAll("(?s).*?Operation ([0-9a-f-]{36}).*", "$1");
  }

  @Test
  void aDrainThatSucceedsPrintsItsStepsInTheirOrder() throws Exception {
    var ended = recipe(drainOf("worker-2"), BODY).ended();

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output())
        .containsSubsequence(
            "Operation ",
            "STEP_STARTED  cordon-node",
            "STEP_SUCCEEDED  cordon-node",
            "STEP_STARTED  evict-pods",
            "STEP_SUCCEEDED  evict-pods",
            "STEP_SUCCEEDED  verify-node",
            "SUCCEEDED.");
    assertThat(cluster.isCordoned("worker-2")).isTrue();
  }

  @Test
  void whatIsRefusedSaysWhichGuardBlocksAndWhatToDo() throws Exception {
    var ended = recipe(drainOf("worker-3"), BODY).ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(3);
    assertThat(ended.output())
        .contains("409 GUARD_BLOCKED", "BLOCK BUDGETS_CAN_ALLOW:", "override");
    assertThat(cluster.isCordoned("worker-3")).isFalse();
  }

  @Test
  void whatFailsSaysWhy() throws Exception {
    workloads.deploy(NAMESPACE, "lonely", 1, NODE);
    workloads.protect(NAMESPACE, "lonely", 1);
    var request = directory.resolve("drain.json");
    Files.writeString(request, BODY.replace("}", ",\"overrideGuards\":[\"BUDGETS_CAN_ALLOW\"]}"));
    var result = directory.resolve("result.json");

    var ended = recipe("--result", result.toString(), DRAIN, "@" + request).ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output()).contains("is FAILED. PODS_NOT_EVICTABLE", "recipe-test/lonely");
    assertThat(new ObjectMapper().readTree(result.toFile()).path("state").asText())
        .isEqualTo("FAILED");
  }

  @Test
  void itRidesThroughARestartOfTheServer() throws Exception {
    holdTheNode();
    var recipe = recipe("--patience", "600", DRAIN, BODY).awaitOutput("held: recipe-test/slow");

    server.process().kill9();
    recipe.awaitOutput("trying again");
    server = new TestServer(ServerProcess.start(server.process().settings()));
    letTheNodeGo();

    var ended = recipe.ended();
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("RUNNER_CHANGED", "SUCCEEDED.");
    assertThat(ended.output().split("STEP_SUCCEEDED  cordon-node", -1))
        .as("no event is printed twice")
        .hasSize(2);
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    var ended = recipe(Map.of("BINNACLE_TOKEN", "bnc_wrongone_x"), DRAIN, BODY).ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(3);
    assertThat(ended.output()).contains("401 INVALID_TOKEN").doesNotContain("bnc_wrongone_x");
    assertThat(cluster.isCordoned(NODE)).isFalse();
  }

  @Test
  void aTokenThatExpiresMeanwhileIsAskedForAgain() throws Exception {
    var tokens = directory.resolve("tokens");
    Files.writeString(tokens, "expired.by.now\n" + issuer.token("ci", "operator") + "\n");
    var command = "head -n 1 '%1$s'; sed -i 1d '%1$s'; echo asked >>'%1$s.log'".formatted(tokens);

    var ended = recipe(Map.of(), "--token-command", command, drainOf("worker-2"), BODY).ended();

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(Files.readAllLines(Path.of(tokens + ".log"))).hasSize(2);
    assertThat(server.get("/api/v1/operations/" + operationIn(ended)).json().path("requestedBy"))
        .anyMatch(part -> part.asText().equals("ci"));
  }

  @Test
  void anInterruptCancelsTheOperationWhenToldSo() throws Exception {
    holdTheNode();
    var recipe = recipe("--cancel-on-interrupt", DRAIN, BODY).awaitOutput("held: recipe-test/slow");

    var ended = recipe.signal("TERM").ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(5);
    assertThat(ended.output()).contains("Interrupted: cancelling", "is CANCELLED.");
    assertThat(cluster.isCordoned(NODE)).isFalse();
  }

  @Test
  void anInterruptLetsTheOperationGoOnOtherwise() throws Exception {
    holdTheNode();
    var recipe = recipe(DRAIN, BODY).awaitOutput("held: recipe-test/slow");

    var ended = recipe.signal("TERM").ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(143);
    assertThat(ended.output()).contains("goes on: ");
    letTheNodeGo();
    Patience.until(
        "the drain succeeds without the script",
        DEADLINE,
        () -> server.get("/api/v1/operations/" + operationIn(ended)).json(),
        operation -> operation.path("state").asText().equals("SUCCEEDED"));
  }

  @Test
  void theDeadlineOfTheOperationAndTheEndOfPatienceAreToldApart() throws Exception {
    holdTheNode();

    var tired = recipe("--timeout", "3", DRAIN, BODY).ended();
    assertThat(tired.status()).as(tired.output()).isEqualTo(4);
    assertThat(tired.output()).contains("not final after 3 s", "goes on: ");
    server.post("/api/v1/operations/" + operationIn(tired) + "/cancel", "{\"reason\":\"a test\"}");
    Patience.until(
        "the node is given back", DEADLINE, () -> cluster.isCordoned(NODE), cordoned -> !cordoned);

    var late = recipe(DRAIN, BODY.replace("}", ",\"timeout\":\"PT10S\"}")).ended();
    assertThat(late.status()).as(late.output()).isEqualTo(4);
    assertThat(late.output()).contains("is TIMED_OUT. DEADLINE_EXCEEDED");
  }

  @Test
  void aDryRunShowsThePlanAndWhetherItCouldStart() throws Exception {
    var possible = recipe("--dry-run", DRAIN, BODY).ended();
    assertThat(possible.status()).as(possible.output()).isZero();
    assertThat(possible.output()).contains("evict-pods:", "PASS  BUDGETS_CAN_ALLOW:", "Undo: ");

    var blocked = recipe("--dry-run", drainOf("worker-3"), BODY).ended();
    assertThat(blocked.status()).as(blocked.output()).isEqualTo(3);
    assertThat(blocked.output()).contains("BLOCK  BUDGETS_CAN_ALLOW:", "could not start now");
    assertThat(cluster.isCordoned(NODE)).isFalse();
  }

  @Test
  void aSecondRunWithTheSameKeyFollowsTheFirstOperation() throws Exception {
    var key = UUID.randomUUID().toString();

    var first = recipe("--idempotency-key", key, drainOf("worker-2"), BODY).ended();
    var second = recipe("--idempotency-key", key, drainOf("worker-2"), BODY).ended();

    assertThat(first.status()).as(first.output()).isZero();
    assertThat(second.status()).as(second.output()).isZero();
    assertThat(operationIn(second)).isEqualTo(operationIn(first));
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws Exception {
    var nobody = "http://127.0.0.1:" + TestPlatform.PORTS.free(1).getFirst();

    var ended = recipe("--server", nobody, "--patience", "2", DRAIN, BODY).ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(6);
    assertThat(ended.output()).contains("trying again", "has not answered for 2 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--server nowhere /a          | names the server",
        "--patience soon /a           | is a number of seconds",
        "--unknown /a                 | there is no option --unknown",
        "a                            | begins with a /",
        "/a?dryRun=false              | a space, a ? or a #",
        "/a []                        | is no JSON object",
        "/a @/does/not/exist          | cannot be read",
        "/a {} {}                     | at most one body",
        "--timeout                    | needs a value"
      })
  void aWrongCommandSaysWhatIsWrong(String command, String words) throws Exception {
    var ended = recipe(command.split(" ")).ended();

    assertThat(ended.status()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output()).contains(words);
  }
}
