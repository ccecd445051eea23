package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A runner's context without a store: what it remembers can outlive it, as the store would. */
final class StepsInMemory implements StepContext<SwitchoverIntent> {

  static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime(String what) {
      super("no " + what);
    }
  }

  private final SwitchoverIntent intent;
  private final Map<String, String> memory;
  private final long end;
  final List<String> effects = new ArrayList<>();

  StepsInMemory(SwitchoverIntent intent, Map<String, String> memory, Duration limit) {
    this.intent = intent;
    this.memory = memory;
    this.end = System.nanoTime() + limit.toNanos();
  }

  StepsInMemory(SwitchoverIntent intent) {
    this(intent, new ConcurrentHashMap<>(), Duration.ofSeconds(90));
  }

  @Override
  public UUID operationId() {
    return new UUID(0, 1);
  }

  @Override
  public SwitchoverIntent intent() {
    return intent;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public void progress(String message, Fact... detail) {}

  @Override
  public void remember(String key, String value) {
    memory.put(key, value);
  }

  @Override
  public Optional<String> recall(String key) {
    return Optional.ofNullable(memory.get(key));
  }

  @Override
  public void beforeEffect(String what) {
    effects.add(what);
  }

  @Override
  public void safePoint() {}

  @Override
  public <T> T await(Supplier<String> what, Duration pause, Supplier<Optional<T>> look) {
    while (true) {
      var seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (System.nanoTime() > end) {
        throw new OutOfTime(what.get());
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }
}
