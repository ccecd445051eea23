package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.binnacle.client.model.DatabaseEngine;
import dev.binnacle.client.model.DatabasePage;
import dev.binnacle.client.model.DrainRequest;
import dev.binnacle.client.model.HealthVerdict;
import dev.binnacle.client.model.OperationEvent;
import dev.binnacle.client.model.OperationState;
import dev.binnacle.client.model.ProblemCode;
import dev.binnacle.client.model.SwitchoverRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a listener that answers with the examples of the contract. */
class BinnacleClientTest {
  private static final UUID OPERATION = UUID.fromString("0193572b-5a0e-7c43-9d42-9f3b8a6d2c11");
  private static final Path EXAMPLES = Path.of("../../api-spec/examples");

  private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private BinnacleClient client;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          requests.add(request);
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          var waiting = answers.get(request);
          var answer = waiting.size() > 1 ? waiting.remove(0) : waiting.get(0);
          var type = answer.status() < 400 ? "application/json" : "application/problem+json";
          var body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", type);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client =
        BinnacleClient.of(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "bnc_test");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String request, int status, String body) {
    answers.computeIfAbsent(request, unused -> new ArrayList<>()).add(new Answer(status, body));
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }

  @Test
  void sendsFiltersAndTheToken() throws Exception {
    var request =
        "GET /api/v1/databases?engine=POSTGRESQL&verdict=CRITICAL&verdict=DEGRADED&limit=10";
    answer(request, 200, example("listDatabases.200.json"));

    var page =
        client
            .databases()
            .listDatabases(
                List.of(DatabaseEngine.POSTGRESQL),
                List.of(HealthVerdict.CRITICAL, HealthVerdict.DEGRADED),
                null,
                10,
                null);

    assertThat(page.getItems()).extracting("name").containsExactly("billing", "orders");
    assertThat(requests).containsExactly(request);
    assertThat(tokens).containsExactly("Bearer bnc_test");
  }

  @Test
  void readsAListToItsEnd() throws Exception {
    var one = example("getDatabase.200.json");
    answer(
        "GET /api/v1/databases?limit=1", 200, "{\"items\":[" + one + "],\"nextCursor\":\"abc\"}");
    answer("GET /api/v1/databases?limit=1&cursor=abc", 200, "{\"items\":[" + one + "]}");

    var all =
        Pages.all(
            cursor -> client.databases().listDatabases(null, null, null, 1, cursor),
            DatabasePage::getItems,
            DatabasePage::getNextCursor);

    assertThat(all).hasSize(2);
  }

  @Test
  void plansASwitchoverAndStartsIt() throws Exception {
    answer(
        "POST /api/v1/databases/orders/switchover?dryRun=true",
        200,
        example("switchoverDatabase.200.json"));
    answer("POST /api/v1/databases/orders/switchover", 202, example("switchoverDatabase.202.json"));
    var request = new SwitchoverRequest().reason("Kernel update");

    var plan = client.databases().planSwitchoverDatabase("orders", request);
    var operation = client.databases().switchoverDatabase("orders", request, "key-1", null);

    assertThat(plan.getSteps()).hasSize(5);
    assertThat(operation.getId()).isEqualTo(OPERATION);
    assertThat(OperationWatch.isFinal(operation)).isFalse();
  }

  @Test
  void plansADrainAndReadsWhatItWouldDoWithEveryPod() throws Exception {
    var path = "POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true";
    answer(path, 200, example("drainNode.200.json"));
    var request = new DrainRequest().reason("Kernel update");

    var plan = client.nodes().planDrainNode("prod-1", "worker-3", request);

    assertThat(plan.getDetail().getDrainPlan().getPods())
        .isNotEmpty()
        .allMatch(pod -> !pod.getReason().isEmpty());
  }

  @Test
  void survivesThePlanOfALaterRelease() throws Exception {
    answer(
        "POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true",
        200,
        example("drainNode.200.json")
            .replace("\"kind\": \"DRAIN_NODE\"", "\"kind\": \"EMPTY_NODE\""));

    var plan =
        client
            .nodes()
            .planDrainNode("prod-1", "worker-3", new DrainRequest().reason("Kernel update"));

    assertThat(plan.getSteps()).isNotEmpty();
    assertThat(plan.getDetail()).isNull();
  }

  @Test
  void waitsUntilAnOperationIsFinal() throws Exception {
    var path = "GET /api/v1/operations/" + OPERATION;
    answer(path, 200, example("switchoverDatabase.202.json"));
    answer(path, 200, example("getOperation.200.json"));

    var operation = client.watch().awaitFinal(OPERATION, Duration.ofMinutes(1));

    assertThat(operation.getState()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(operation.getResult().getSwitchoverResult().getNewLeader()).isEqualTo("orders-2");
    assertThat(requests).hasSize(2);
  }

  @Test
  void stopsWaitingWhenTheTimeIsOver() throws Exception {
    answer("GET /api/v1/operations/" + OPERATION, 200, example("switchoverDatabase.202.json"));

    var operation = client.watch().awaitFinal(OPERATION, Duration.ZERO);

    assertThat(OperationWatch.isFinal(operation)).isFalse();
    assertThat(requests).hasSize(1);
  }

  @Test
  void handsOverEveryEventOnce() throws Exception {
    var path = "GET /api/v1/operations/" + OPERATION + "/events?after=";
    answer(path + "3&wait=30", 200, example("listOperationEvents.200.json"));
    answer(path + "5&wait=30", 200, "{\"items\":[],\"nextAfter\":5,\"final\":true}");
    var sequences = new ArrayList<Long>();

    client
        .watch()
        .forEachEvent(OPERATION, 3, (OperationEvent event) -> sequences.add(event.getSequence()));

    assertThat(sequences).containsExactly(4L, 5L);
  }

  @Test
  void survivesValuesOfALaterRelease() throws Exception {
    var later =
        example("getOperation.200.json")
            .replace("\"kind\": \"SWITCHOVER\"", "\"kind\": \"FAILOVER\"")
            .replace("\"state\": \"SUCCEEDED\"", "\"state\": \"ARCHIVED\"");
    answer("GET /api/v1/operations/" + OPERATION, 200, later);

    var operation = client.operations().getOperation(OPERATION, null, null);

    assertThat(operation.getState()).isEqualTo(OperationState.UNKNOWN_DEFAULT_OPEN_API);
    assertThat(operation.getResult()).isNull();
    assertThat(OperationWatch.isFinal(operation)).isFalse();
  }

  @Test
  void readsTheProblemOfARefusal() {
    answer(
        "GET /api/v1/databases/oders",
        404,
        "{\"type\":\"/problems/resource-not-found\",\"title\":\"There is no such resource\",\"status\":404,"
            + "\"code\":\"RESOURCE_NOT_FOUND\",\"remedy\":\"GET /api/v1/databases lists the databases.\"}");

    var refused =
        catchThrowableOfType(ApiException.class, () -> client.databases().getDatabase("oders"));

    assertThat(refused.getCode()).isEqualTo(404);
    assertThat(Problems.in(refused))
        .hasValueSatisfying(
            problem -> assertThat(problem.getCode()).isEqualTo(ProblemCode.RESOURCE_NOT_FOUND));
  }

  @Test
  void findsNoProblemInTheAnswerOfAProxy() {
    answer("GET /api/v1/databases/orders", 502, "<html>Bad Gateway</html>");

    var refused =
        catchThrowableOfType(ApiException.class, () -> client.databases().getDatabase("orders"));

    assertThat(Problems.in(refused)).isEmpty();
  }
}
