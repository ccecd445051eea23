package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.platform.ComponentStatus.LastCall;
import dev.binnacle.platform.EdgeFacts.Breaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComponentStatusTest {

  private static final Component ORDERS = new Component(Component.Type.PATRONI, "orders", "main");
  private static final Instant EARLIER = Instant.parse("2026-11-23T03:00:00Z");
  private static final Instant LATER = EARLIER.plusSeconds(1);

  @Test
  void nobodyWasCalledYet() {
    var status = status();
    assertThat(status.lastCall()).isEqualTo(LastCall.NOT_CALLED_YET);
    assertThat(status.breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(status.lastAnsweredAt()).isEmpty();
  }

  @Test
  void oneEndpointThatAnswersIsEnough() {
    var status = status(answered("a", EARLIER), failed("b", Breaker.OPEN), answered("c", LATER));
    assertThat(status.lastCall()).isEqualTo(LastCall.ANSWERED);
    assertThat(status.breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(status.lastAnsweredAt()).contains(LATER);
    assertThat(status.lastFailure()).isEmpty();
    assertThat(status.calls())
        .as("the one that fails can be seen all the same")
        .extracting(EdgeFacts::endpoint, EdgeFacts::breaker)
        .containsExactly(
            tuple("a", Breaker.CLOSED), tuple("b", Breaker.OPEN), tuple("c", Breaker.CLOSED));
  }

  @Test
  void allEndpointsHaveFailed() {
    var status = status(failed("b", Breaker.OPEN), failed("a", Breaker.OPEN));
    assertThat(status.lastCall()).isEqualTo(LastCall.FAILED);
    assertThat(status.breaker()).isEqualTo(Breaker.OPEN);
    assertThat(status.lastFailure()).contains("a: connection refused; b: connection refused");
  }

  @Test
  void oneEndpointIsTried() {
    assertThat(status(failed("a", Breaker.OPEN), failed("b", Breaker.HALF_OPEN)).breaker())
        .isEqualTo(Breaker.HALF_OPEN);
  }

  private static ComponentStatus status(EdgeFacts... edges) {
    return ComponentStatus.of(ORDERS, List.of("a", "b", "c"), List.of(edges));
  }

  private static EdgeFacts answered(String endpoint, Instant at) {
    return new EdgeFacts(
        endpoint, Breaker.CLOSED, Optional.of(at), Optional.of(at), Optional.empty());
  }

  private static EdgeFacts failed(String endpoint, Breaker breaker) {
    return new EdgeFacts(
        endpoint, breaker, Optional.of(LATER), Optional.empty(), Optional.of("connection refused"));
  }
}
