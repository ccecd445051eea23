package dev.binnacle.operations;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The active operations, for answers that show them beside something else. They are read again
 * after every change, which this replica knows of with its commit and another one's signal tells;
 * what a lost signal would have told is known after {@link #KEPT}. What decides must ask {@link
 * OperationQueries} within its transaction. Thread-safe.
 */
@ApplicationScoped
public class ActiveOperations {

  static final Duration KEPT = Duration.ofSeconds(1);

  private final AtomicLong changes = new AtomicLong();
  private final LoadingCache<Long, List<Operation>> byChange;

  /** Required by CDI. */
  protected ActiveOperations() {
    this(List::of, Ticker.systemTicker());
  }

  /** The operations of the store that the queries read. */
  @Inject
  public ActiveOperations(OperationQueries queries, OperationSignals signals) {
    this(() -> queries.activeOthers(Optional.empty()), Ticker.systemTicker());
    signals.subscribeToAll(this::changed);
  }

  /** Every reading belongs to a change and begins after it, so that none can hide a later one. */
  ActiveOperations(Supplier<List<Operation>> reading, Ticker ticker) {
    this.byChange =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfterWrite(KEPT)
            .maximumSize(1)
            .build(change -> reading.get());
  }

  /** Those that are active now, oldest first, without details: the same list until one changes. */
  public List<Operation> list() {
    return byChange.get(changes.get());
  }

  /** Lets the next question read again. Returns at once. */
  void changed() {
    changes.incrementAndGet();
  }
}
