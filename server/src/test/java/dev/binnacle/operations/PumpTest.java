package dev.binnacle.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PumpTest {

  @Test
  void pokesBeforeTheRunMakeOneRun() {
    var queue = new ArrayDeque<Runnable>();
    var runs = new AtomicInteger();
    var pump = new Pump(queue::add, runs::incrementAndGet);

    pump.poke();
    pump.poke();
    pump.poke();
    queue.forEach(Runnable::run);

    assertThat(queue).hasSize(1);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aPokeDuringTheRunMakesOneMore() {
    var runs = new AtomicInteger();
    var pumps = new Pump[1];
    pumps[0] =
        new Pump(
            Runnable::run,
            () -> {
              if (runs.incrementAndGet() == 1) {
                pumps[0].poke();
                pumps[0].poke();
              }
            });

    pumps[0].poke();

    assertThat(runs).hasValue(2);
  }

  @Test
  void neverRunsTwiceAtOnceAndAlwaysAfterTheLastPoke() throws Exception {
    var inside = new AtomicInteger();
    var overlaps = new AtomicInteger();
    var state = new AtomicInteger();
    var seen = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var pump =
          new Pump(
              threads,
              () -> {
                if (inside.incrementAndGet() > 1) {
                  overlaps.incrementAndGet();
                }
                seen.set(state.get());
                inside.decrementAndGet();
              });
      for (int i = 0; i < 10_000; i++) {
        state.incrementAndGet();
        pump.poke();
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).hasValue(0);
    assertThat(seen).hasValue(10_000);
  }
}
