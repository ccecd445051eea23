package dev.binnacle.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ActiveOperationsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger readings = new AtomicInteger();
  private final ActiveOperations active = new ActiveOperations(this::read, nanos::get);

  private List<Operation> read() {
    readings.incrementAndGet();
    return new ArrayList<>();
  }

  @Test
  void theStoreIsReadOnceWhileNothingChanges() {
    assertThat(active.list()).isSameAs(active.list());
    assertThat(readings).hasValue(1);
  }

  @Test
  void aChangeIsSeenByTheNextQuestion() {
    var before = active.list();
    active.changed();
    assertThat(active.list()).isNotSameAs(before);
    assertThat(readings).hasValue(2);
  }

  @Test
  void aChangeThatNobodyToldOfIsSeenASecondLater() {
    var before = active.list();
    nanos.addAndGet(ActiveOperations.KEPT.toNanos());
    assertThat(active.list()).isNotSameAs(before);
  }

  @Test
  void aChangeDuringAReadingIsNotHiddenByIt() {
    var reader = new ActiveOperations[1];
    reader[0] =
        new ActiveOperations(
            () -> {
              if (readings.incrementAndGet() == 1) {
                reader[0].changed();
              }
              return List.of();
            },
            nanos::get);
    reader[0].list();
    reader[0].list();
    assertThat(readings).hasValue(2);
  }

  @Test
  void aReadingThatFailsIsNotKept() {
    var failing =
        new ActiveOperations(
            () -> {
              readings.incrementAndGet();
              throw new IllegalStateException("the store is away");
            },
            nanos::get);
    assertThatThrownBy(failing::list).hasMessage("the store is away");
    assertThatThrownBy(failing::list).hasMessage("the store is away");
    assertThat(readings).hasValue(2);
  }
}
