package dev.binnacle.nodes;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/**
 * A total order of nodes: by a figure or by name, nodes without the figure last, equal ones by
 * name.
 */
record NodeOrder(Figure figure, boolean descending) {

  /** By what nodes can be ordered. */
  enum Figure {
    /** By nothing but the name. */
    NAME(view -> Optional.of(0L)),
    /** In milliseconds of the epoch. */
    CREATED_AT(view -> Optional.of(view.node().createdAt().toEpochMilli())),
    CPU_REQUESTED(view -> view.pods().value().map(pods -> pods.requests().cpuMillis())),
    MEMORY_REQUESTED(view -> view.pods().value().map(pods -> pods.requests().memoryBytes())),
    PODS(view -> view.pods().value().map(pods -> (long) pods.count()));

    private final Function<NodeView, Optional<Long>> of;

    Figure(Function<NodeView, Optional<Long>> of) {
      this.of = of;
    }
  }

  /**
   * A node's place in the order.
   *
   * @param figure null for a node without it: a cursor is JSON
   */
  record Position(Long figure, String name) {}

  /** The node's place. */
  Position position(NodeView view) {
    return new Position(figure.of.apply(view).orElse(null), view.node().name());
  }

  /** The order of places. */
  Comparator<Position> positions() {
    Comparator<Long> byFigure = Comparator.naturalOrder();
    Comparator<String> byName = Comparator.naturalOrder();
    return Comparator.comparing(
            Position::figure, Comparator.nullsLast(descending ? byFigure.reversed() : byFigure))
        .thenComparing(
            Position::name, descending && figure == Figure.NAME ? byName.reversed() : byName);
  }

  /** The order of nodes. */
  Comparator<NodeView> nodes() {
    return Comparator.comparing(this::position, positions());
  }

  /** Whether the node comes after that place. */
  boolean isAfter(NodeView view, Position place) {
    return positions().compare(position(view), place) > 0;
  }
}
