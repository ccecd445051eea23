package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class WatchTimesTest {

  @RepeatedTest(20)
  void pausesDoubleUpToALimitAndVary() {
    var times = WatchTimes.USUAL;
    assertThat(times.pause(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(times.pause(2)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(times.pause(4)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1600));
    assertThat(times.pause(1000)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @RepeatedTest(20)
  void watchesLastLessThanAMinute() {
    assertThat(WatchTimes.USUAL.length()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
  }
}
