package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeadershipTest {

  private static final SwitchoverIntent A_TO_B =
      new SwitchoverIntent("orders", "a", "b", Duration.ofSeconds(1));

  @Test
  void whoLeads() {
    assertThat(leadership(GivenSnapshot.of("a", "b", "c"))).isEqualTo(new Leadership.Previous());
    assertThat(leadership(GivenSnapshot.of("b", "a", "c"))).isEqualTo(new Leadership.Candidate());
    assertThat(leadership(GivenSnapshot.of("c", "a", "b"))).isEqualTo(new Leadership.Other("c"));
    assertThat(leadership(GivenSnapshot.healthy().withoutLeader()))
        .isEqualTo(new Leadership.Nobody());
  }

  @Test
  void anOutageIsNeverNegative() {
    var at = Instant.EPOCH;
    assertThat(new WriteOutage(at, at.plusMillis(1500), true, 4).length())
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(new WriteOutage(at.plusMillis(1), at, false, 4).length()).isZero();
  }

  private static Leadership leadership(GivenSnapshot given) {
    return Leadership.of(given.take().cluster().orThrow(), A_TO_B);
  }
}
