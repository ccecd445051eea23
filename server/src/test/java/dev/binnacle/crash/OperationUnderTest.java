package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** An operation that outlives the servers that run it, seen through whichever is alive. */
final class OperationUnderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(120);

  private final UUID id;
  private final Supplier<TestServer> alive;

  OperationUnderTest(UUID id, Supplier<TestServer> alive) {
    this.id = id;
    this.alive = alive;
  }

  UUID id() {
    return id;
  }

  JsonNode read() {
    return alive.get().get("/api/v1/operations/" + id).hasStatus(200).json();
  }

  void awaitStepRunning(String name) {
    Patience.until(
        "step " + name + " runs",
        DEADLINE,
        () -> step(read(), name),
        step -> !step.path("state").asText().equals("PENDING"));
  }

  private static JsonNode step(JsonNode operation, String name) {
    for (var step : operation.path("steps")) {
      if (step.path("name").asText().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("no step " + name + " in " + operation);
  }

  void awaitProgress(String words) {
    Patience.until(
        "progress that says " + words,
        DEADLINE,
        () -> events().toString(),
        events -> events.contains(words));
  }

  JsonNode ended() {
    return Patience.until(
        "the operation is final", DEADLINE, this::read, seen -> seen.has("finishedAt"));
  }

  /** Waits for the end and checks that it is good and that every event was told once. */
  JsonNode succeeded() {
    var ended = ended();
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
    eventsAreWhole(ended);
    return ended;
  }

  private void eventsAreWhole(JsonNode ended) {
    var events = events();
    assertThat(events)
        .extracting(event -> event.path("sequence").asInt())
        .as("no event lost or doubled")
        .isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
    var planned = new ArrayList<String>();
    ended.at("/plan/steps").forEach(step -> planned.add(step.path("name").asText()));
    assertThat(
            events.stream()
                .filter(event -> event.path("type").asText().equals("STEP_SUCCEEDED"))
                .map(event -> event.path("step").asText()))
        .as("the steps that ran are those of the plan, each once")
        .isEqualTo(planned);
    assertThat(
            events.stream()
                .filter(event -> event.path("state").asText().equals("SUCCEEDED"))
                .count())
        .isEqualTo(1);
  }

  /** How many runners took it up. */
  long runners() {
    return events().stream()
        .filter(event -> event.path("type").asText().equals("RUNNER_CHANGED"))
        .count();
  }

  private List<JsonNode> events() {
    var events = new ArrayList<JsonNode>();
    alive
        .get()
        .get("/api/v1/operations/" + id + "/events?limit=500")
        .hasStatus(200)
        .json()
        .path("items")
        .forEach(events::add);
    return events;
  }
}
