package dev.binnacle.platform;

import dev.binnacle.platform.EdgeFacts.Breaker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A component and how calls to it went lately. As long as one of its endpoints answers, it does.
 *
 * @param calls what is known of the endpoints that were called, by endpoint
 * @param lastFailure what went wrong at which endpoint; empty unless the last call failed
 */
record ComponentStatus(
    Component component,
    List<String> endpoints,
    List<EdgeFacts> calls,
    Breaker breaker,
    LastCall lastCall,
    Optional<Instant> lastAnsweredAt,
    Optional<String> lastFailure) {

  /** How the last call ended. */
  enum LastCall {
    ANSWERED,
    FAILED,
    NOT_CALLED_YET
  }

  ComponentStatus {
    endpoints = List.copyOf(endpoints);
    calls = List.copyOf(calls);
  }

  /** The status of a component with those endpoints, given what its edges know. */
  static ComponentStatus of(Component component, List<String> endpoints, List<EdgeFacts> edges) {
    var called =
        edges.stream()
            .filter(edge -> edge.lastCallAt().isPresent())
            .sorted(Comparator.comparing(EdgeFacts::endpoint))
            .toList();
    boolean failed =
        !called.isEmpty() && called.stream().allMatch(edge -> edge.lastFailure().isPresent());
    return new ComponentStatus(
        component,
        endpoints,
        called,
        breaker(edges),
        called.isEmpty() ? LastCall.NOT_CALLED_YET : failed ? LastCall.FAILED : LastCall.ANSWERED,
        edges.stream()
            .flatMap(edge -> edge.lastAnsweredAt().stream())
            .max(Comparator.naturalOrder()),
        failed ? Optional.of(failures(called)) : Optional.empty());
  }

  private static Breaker breaker(List<EdgeFacts> edges) {
    if (edges.isEmpty() || edges.stream().anyMatch(edge -> edge.breaker() == Breaker.CLOSED)) {
      return Breaker.CLOSED;
    }
    return edges.stream().anyMatch(edge -> edge.breaker() == Breaker.HALF_OPEN)
        ? Breaker.HALF_OPEN
        : Breaker.OPEN;
  }

  private static String failures(List<EdgeFacts> edges) {
    return edges.stream()
        .map(edge -> edge.endpoint() + ": " + edge.lastFailure().orElseThrow())
        .collect(Collectors.joining("; "));
  }
}
