package dev.binnacle.databases.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many slots go in one go. */
class BatchSizeTest {

  private static int first(GivenCluster given, Optional<Integer> keysPerSecond) {
    return BatchSize.first(
        given.picture(), new MoveIntent("sessions", List.of(), keysPerSecond, false));
  }

  @Test
  void aLimitedRateTakesAsManySlotsAsItCanEmptyInTwoSeconds() {
    var full = GivenCluster.healthy().holding("a", 100 * 16_384);

    assertThat(first(full, Optional.of(500))).isEqualTo(10);
    assertThat(first(full, Optional.of(1))).isEqualTo(1);
    assertThat(first(GivenCluster.healthy(), Optional.of(1))).isEqualTo(128);
    assertThat(first(full, Optional.empty())).isEqualTo(128);
  }

  @Test
  void itGrowsWithShortRoundsAndShrinksWithLongOnes() {
    assertThat(BatchSize.next(128, Duration.ofMillis(100))).isEqualTo(256);
    assertThat(BatchSize.next(1024, Duration.ofMillis(100))).isEqualTo(1024);
    assertThat(BatchSize.next(128, Duration.ofSeconds(1))).isEqualTo(128);
    assertThat(BatchSize.next(128, Duration.ofSeconds(3))).isEqualTo(64);
    assertThat(BatchSize.next(20, Duration.ofSeconds(3))).isEqualTo(16);
    assertThat(BatchSize.next(3, Duration.ofSeconds(3))).isEqualTo(3);
  }
}
