package dev.binnacle.platform;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every edge of this server, one per endpoint of a component, each with its own policies. */
@ApplicationScoped
public class ComponentEdges {

  private static final int CALLS_REMEMBERED = 5;
  private static final int CALLS_TO_JUDGE = 3;
  private static final float FAILURE_PERCENT = 60;

  private final Map<Key, ComponentEdge> edges = new ConcurrentHashMap<>();
  private final Duration timeLimit;
  private final CircuitBreakerRegistry breakers;
  private final BulkheadRegistry bulkheads;
  private final Clock clock;

  private record Key(Component component, String endpoint) {
    String text() {
      return component.type() + "/" + component.name() + "/" + endpoint;
    }
  }

  /** Required by CDI. */
  protected ComponentEdges() {
    this.timeLimit = null;
    this.breakers = null;
    this.bulkheads = null;
    this.clock = null;
  }

  /** Edges with the configured patience, measured where there is a registry of meters. */
  @Inject
  public ComponentEdges(
      PlatformSettings settings, Clock clock, @Any Instance<MeterRegistry> meters) {
    this(settings, clock);
    if (meters.isResolvable()) {
      TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters.get());
      TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters.get());
    }
  }

  /** Edges with the configured patience. */
  public ComponentEdges(PlatformSettings settings, Clock clock) {
    this.timeLimit = settings.timeLimit();
    this.clock = clock;
    this.breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowSize(CALLS_REMEMBERED)
                .minimumNumberOfCalls(CALLS_TO_JUDGE)
                .failureRateThreshold(FAILURE_PERCENT)
                .waitDurationInOpenState(settings.openTime())
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(ComponentFailure::isSilence)
                .ignoreExceptions(InterruptedException.class)
                .build());
    this.bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.concurrency())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /** How long a call that changes nothing may take. */
  public Duration timeLimit() {
    return timeLimit;
  }

  /** The edge to an endpoint, always the same one. */
  public ComponentEdge of(Component component, String endpoint) {
    return edges.computeIfAbsent(
        new Key(component, endpoint),
        key ->
            new ComponentEdge(
                component,
                endpoint,
                timeLimit,
                breakers.circuitBreaker(key.text()),
                bulkheads.bulkhead(key.text()),
                clock));
  }

  /** How calls to the endpoints of a component went lately. */
  List<EdgeFacts> facts(Component component) {
    return edges.entrySet().stream()
        .filter(entry -> entry.getKey().component().equals(component))
        .map(entry -> entry.getValue().facts())
        .toList();
  }

  /** Forgets the edges of components that are described no more. */
  void forgetGone(@Observes PlatformChanged change) {
    edges
        .keySet()
        .removeIf(key -> {
          boolean gone = !change.now().describes(key.component());
          if (gone) {
            breakers.remove(key.text());
            bulkheads.remove(key.text());
          }
          return gone;
        });
  }
}
