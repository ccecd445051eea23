package dev.binnacle.platform.patroni;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdge;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.problems.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Talks to the Patroni of one database. What any member can answer is asked of the endpoint that
 * answered last, and soon of the others too when it is slow. Every method waits, at most for the
 * edge's time limit, and throws a {@link ProblemException} that names what was tried. Thread-safe.
 */
public final class PatroniClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_WORDS = 300;

  private final Database.Postgresql database;
  private final ComponentEdges edges;
  private final PatroniHttp http;
  private final Map<String, URI> lastAnswering;

  PatroniClient(
      Database.Postgresql database,
      ComponentEdges edges,
      PatroniHttp http,
      Map<String, URI> lastAnswering) {
    this.database = database;
    this.edges = edges;
    this.http = http;
    this.lastAnswering = lastAnswering;
  }

  /** The cluster as its consensus store has it. */
  public ClusterState cluster() {
    return anywhere("cluster", PatroniShapes::cluster);
  }

  /** The promotions that Patroni has recorded, newest first. */
  public List<Promotion> history() {
    return anywhere("history", PatroniShapes::history);
  }

  /** The dynamic configuration. */
  public ClusterSettings settings() {
    return anywhere("config", PatroniShapes::settings);
  }

  /** The dynamic configuration, whole. */
  public DynamicConfiguration configuration() {
    return anywhere("config", ConfigurationShape::of);
  }

  /** What the member at that address says of itself. */
  public MemberStatus status(URI apiUrl) {
    return PatroniShapes.status(get(endpointOf(apiUrl), "patroni", edges.timeLimit()));
  }

  /**
   * Asks to make the candidate leader in place of the leader. Patroni refuses when somebody else
   * leads, so that asking twice does nothing twice.
   *
   * @param patience how long Patroni may take to answer; it follows the switchover meanwhile
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  public PatroniAnswer switchover(String leader, String candidate, Duration patience) {
    return change(
        endpoints().getFirst(),
        "POST",
        "switchover",
        JSON.createObjectNode().put("leader", leader).put("candidate", candidate),
        patience);
  }

  /**
   * Asks to make the candidate leader, whoever leads, also when nobody does. Patroni does nothing
   * when the candidate leads already.
   *
   * @param patience how long Patroni may take to answer; it follows the failover meanwhile
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  public PatroniAnswer failover(String candidate, Duration patience) {
    return change(
        endpoints().getFirst(),
        "POST",
        "failover",
        JSON.createObjectNode().put("candidate", candidate),
        patience);
  }

  /**
   * Asks a member to restart its PostgreSQL.
   *
   * @param apiUrl the member's own address
   * @param onlyPending refuse unless a changed setting waits for it
   * @param patience how long the member may take to answer; it does so when PostgreSQL runs again
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  public PatroniAnswer restart(URI apiUrl, boolean onlyPending, Duration patience) {
    var condition = JSON.createObjectNode();
    // Patroni 3 takes the mere presence of the condition for true.
    if (onlyPending) {
      condition.put("restart_pending", true);
    }
    return change(endpointOf(apiUrl), "POST", "restart", condition, patience);
  }

  /**
   * Asks a replica to throw its data away and copy them again. Patroni answers at once, and refuses
   * while it does so already.
   *
   * @param apiUrl the member's own address
   * @param patience how long the member may take to answer
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  public PatroniAnswer reinitialize(URI apiUrl, Duration patience) {
    return change(endpointOf(apiUrl), "POST", "reinitialize", JSON.createObjectNode(), patience);
  }

  /**
   * Turns Patroni's maintenance mode on or off, for the whole cluster.
   *
   * @param patience how long Patroni may take to answer
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  public PatroniAnswer pause(boolean paused, Duration patience) {
    var change = JSON.createObjectNode();
    // A key that is null is removed: what is not there is not paused, as patronictl does it.
    if (paused) {
      change.put("pause", true);
    } else {
      change.putNull("pause");
    }
    return change(endpoints().getFirst(), "PATCH", "config", change, patience);
  }

  private PatroniAnswer change(
      URI endpoint, String method, String path, JsonNode body, Duration patience) {
    return edge(endpoint)
        .effect(
            patience,
            () -> {
              var request =
                  request(endpoint, path)
                      .timeout(patience)
                      .header("Content-Type", "application/json")
                      .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
              authorize(request);
              var response = send(request.build());
              if (response.statusCode() == 401 || response.statusCode() == 403) {
                throw new ComponentRefusedException(
                    "the user name or password is not accepted: " + words(response));
              }
              return new PatroniAnswer(response.statusCode(), words(response));
            });
  }

  private <T> T anywhere(String path, Function<JsonNode, T> shape) {
    return HedgedCall.of(
        endpoints(),
        edges.timeLimit(),
        (endpoint, limit) -> {
          T answer = shape.apply(get(endpoint, path, limit));
          lastAnswering.put(database.name(), endpoint);
          return answer;
        });
  }

  private List<URI> endpoints() {
    var endpoints = new ArrayList<>(database.patroni().endpoints());
    var preferred = lastAnswering.get(database.name());
    if (preferred != null && endpoints.remove(preferred)) {
      endpoints.addFirst(preferred);
    }
    return endpoints;
  }

  /** The described endpoint of that address, or the address itself when it is not described. */
  private URI endpointOf(URI apiUrl) {
    return database.patroni().endpoints().stream()
        .filter(endpoint -> endpoint.getAuthority().equals(apiUrl.getAuthority()))
        .findFirst()
        .orElseGet(() -> apiUrl.resolve("/"));
  }

  private JsonNode get(URI endpoint, String path, Duration limit) {
    return edge(endpoint)
        .read(
            limit,
            () -> {
              var response = send(request(endpoint, path).GET().build());
              if (response.statusCode() != 200) {
                throw new ComponentRefusedException(response.statusCode() + " " + words(response));
              }
              try {
                return JSON.readTree(response.body());
              } catch (JsonProcessingException notJson) {
                throw new ComponentRefusedException("an answer that is not JSON");
              }
            });
  }

  private ComponentEdge edge(URI endpoint) {
    return edges.of(
        new Component(Component.Type.PATRONI, database.name(), database.site()),
        endpoint.toString());
  }

  private static HttpRequest.Builder request(URI endpoint, String path) {
    return HttpRequest.newBuilder(
        URI.create(endpoint.toString().replaceAll("/+$", "") + "/" + path));
  }

  private void authorize(HttpRequest.Builder request) {
    database
        .patroni()
        .credentials()
        .ifPresent(credentials -> {
          var pair = credentials.username() + ":" + credentials.password().read();
          request.header(
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        });
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.trusting(database.patroni().trust())
        .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Patroni answers errors with a line of text, Python's HTTP server with a page of HTML. */
  private static String words(HttpResponse<String> response) {
    var text =
        response
            .body()
            .replaceAll("(?s)<(head|style)>.*?</\\1>", "")
            .replaceAll("<[^>]*>", " ")
            .replaceAll("\\s+", " ")
            .strip();
    return text.length() > LONGEST_WORDS ? text.substring(0, LONGEST_WORDS) : text;
  }
}
