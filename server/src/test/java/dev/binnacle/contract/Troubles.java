package dev.binnacle.contract;

import static dev.binnacle.contract.Stage.Person.MARIA;
import static dev.binnacle.contract.Stage.Person.PAUL;

import dev.binnacle.testing.Patience;
import java.time.Duration;

/** The part of the story in which what is behind the server fails. */
final class Troubles {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Stage stage;
  private final Recording recording;

  Troubles(Stage stage, Recording recording) {
    this.stage = stage;
    this.recording = recording;
  }

  /** A password that is not the right one, and a Patroni that keeps silent. */
  void components() {
    recording.problem(
        "bad-gateway",
        "PostgreSQL refused",
        502,
        "COMPONENT_REFUSED",
        stage.get(MARIA, "/databases/orders/postgresql/connections"));
    stage.billing().blackhole();
    recording.problem(
        "gateway-timeout",
        "Patroni is too slow",
        504,
        "COMPONENT_TIMEOUT",
        stage.get(MARIA, "/databases/billing/members"));
  }

  /** More requests than the quota allows. */
  void quota() {
    recording.problem(
        "too-many-requests",
        "The quota is used up",
        429,
        "RATE_LIMIT_EXCEEDED",
        Patience.until(
            "the quota is used up",
            DEADLINE,
            () -> stage.get(PAUL, "/databases/orders"),
            answer -> answer.status() == 429));
  }

  /** No state store. */
  void store() {
    stage.store().refuse();
    recording.problem(
        "state-store-unavailable",
        "The state store is down",
        503,
        "STATE_STORE_UNAVAILABLE",
        stage.get(MARIA, "/operations"));
    stage.store().pass();
  }
}
