package dev.binnacle.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static Slots slots(int... numbers) {
    return Slots.of(IntStream.of(numbers));
  }

  @Test
  void neighboursBecomeOneRange() {
    assertThat(slots(3, 1, 2, 7).toString()).isEqualTo("1-3,7");
    assertThat(slots(16_383).toString()).isEqualTo("16383");
    assertThat(Slots.NONE.toString()).isEmpty();
  }

  @Test
  void theLowestAreTakenFirst() {
    assertThat(slots(5, 6, 9, 12).lowest(3)).isEqualTo(slots(5, 6, 9));
    assertThat(slots(5).lowest(3)).isEqualTo(slots(5));
  }

  @Test
  void setsAreComparedAsSets() {
    var some = slots(1, 2, 3, 10);
    var others = slots(2, 10, 11);

    assertThat(some.without(others)).isEqualTo(slots(1, 3));
    assertThat(some.within(others)).isEqualTo(slots(2, 10));
    assertThat(some.with(others)).isEqualTo(slots(1, 2, 3, 10, 11));
    assertThat(some.contains(10)).isTrue();
    assertThat(some.contains(9)).isFalse();
    assertThat(some.count()).isEqualTo(4);
  }
}
