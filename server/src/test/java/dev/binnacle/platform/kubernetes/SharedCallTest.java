package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.testing.Patience;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedCallTest {

  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final AtomicInteger calls = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

  private SharedCall<Integer> kept(Supplier<Integer> call) {
    return new SharedCall<>(
        call,
        KEPT,
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        });
  }

  @Test
  void thoseWhoComeWhileACallRunsGetItsResult() throws Exception {
    var goOn = new CountDownLatch(1);
    var call =
        new SharedCall<>(() -> {
          try {
            goOn.await();
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
          return calls.incrementAndGet();
        });
    var first = new FutureTask<>(call::join);
    var second = new FutureTask<>(call::join);
    for (var caller : List.of(new Thread(first), new Thread(second))) {
      caller.start();
      Patience.until(
          "the caller waits", DEADLINE, caller::getState, state -> state == Thread.State.WAITING);
    }
    goOn.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(second.get()).isEqualTo(1);
  }

  @Test
  void withoutATimeEveryLaterOneMakesACallOfItsOwn() {
    var call = new SharedCall<>(calls::incrementAndGet);
    assertThat(call.join()).isEqualTo(1);
    assertThat(call.join()).isEqualTo(2);
  }

  @Test
  void aResultServesForItsTime() {
    var call = kept(calls::incrementAndGet);
    assertThat(call.join()).isEqualTo(1);
    now = now.plus(KEPT).minusMillis(1);
    assertThat(call.join()).isEqualTo(1);
    now = now.plusMillis(1);
    assertThat(call.join()).isEqualTo(2);
  }

  @Test
  void aFailureServesNobodyElse() {
    var call =
        kept(() -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("no");
          }
          return calls.get();
        });
    assertThatThrownBy(call::join).hasMessage("no");
    assertThat(call.join()).isEqualTo(2);
  }
}
