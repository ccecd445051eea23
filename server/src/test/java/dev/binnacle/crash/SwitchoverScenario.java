package dev.binnacle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.testing.TestPlatform;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One switchover that suffers. */
final class SwitchoverScenario extends PatroniScenario {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String PATH = "/switchover";
  private static final String BODY = "{\"reason\":\"crash test\"}";

  private final String oldLeader;
  private final long baseline;

  SwitchoverScenario(TestPlatform platform, Map<String, String> victimEnvironment) {
    super(platform, victimEnvironment);
    oldLeader = platform.patroni().leader().orElseThrow().name();
    baseline = timeline();
  }

  void begin() {
    begin(PATH, BODY);
  }

  void beginOnSuccessor() {
    beginOnSuccessor(PATH, BODY);
  }

  /** Lets the victim's request to Patroni through, and nothing after it. */
  CompletableFuture<Object> freezeAfterSwitchoverRequest() {
    return freezeAfter("POST /switchover");
  }

  /** Waits for the end and checks that everything happened exactly once. */
  JsonNode endsWell() {
    var ended = operation().succeeded();
    var patroni = platform().patroni();
    patroni.awaitHealthy(DEADLINE);
    String newLeader = patroni.leader().orElseThrow().name();
    assertThat(newLeader).isNotEqualTo(oldLeader).isEqualTo(ended.at("/result/newLeader").asText());
    assertThat(timeline()).as("one timeline switch, counted at Patroni").isEqualTo(baseline + 1);
    return ended;
  }
}
