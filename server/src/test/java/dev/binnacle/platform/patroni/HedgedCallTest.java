package dev.binnacle.platform.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class HedgedCallTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Duration> lefts = new ConcurrentLinkedQueue<>();

  @Test
  void theBestPlaceIsEnough() {
    assertThat(call("a", "b")).isEqualTo("a");
    assertThat(asked).containsExactly("a");
  }

  @Test
  void aFailureIsFollowedByTheNextPlaceAtOnce() {
    assertThat(call("fail", "fail too", "c")).isEqualTo("c");
    assertThat(asked).containsExactly("fail", "fail too", "c");
  }

  @Test
  void aSlowPlaceIsNotWaitedFor() {
    long start = System.nanoTime();
    assertThat(call("slow", "b")).isEqualTo("b");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aSlowPlaceMayStillBeTheOneThatAnswers() {
    assertThat(call("sluggish", "fail")).isEqualTo("sluggish");
  }

  @Test
  void allPlacesShareOneTimeLimit() {
    call("slow", "slow", "c");
    var inOrder = List.copyOf(lefts);
    assertThat(inOrder).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(inOrder.getFirst()).isLessThanOrEqualTo(LIMIT);
    assertThat(inOrder.getLast()).isLessThan(LIMIT.minusMillis(390));
  }

  @Test
  void theFirstFailureIsToldWhenNobodyAnswers() {
    assertThatThrownBy(() -> call("fail", "fail too")).hasMessage("fail");
  }

  private String call(String... places) {
    return HedgedCall.of(
        List.of(places),
        LIMIT,
        (place, left) -> {
          lefts.add(left);
          asked.add(place);
          if (place.startsWith("fail")) {
            throw new IllegalStateException(place);
          }
          sleep(place.equals("slow") ? 30_000 : place.equals("sluggish") ? 600 : 0);
          return place;
        });
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException cancelled) {
      throw new IllegalStateException("cancelled", cancelled);
    }
  }
}
