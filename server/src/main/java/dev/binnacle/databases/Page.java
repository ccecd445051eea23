package dev.binnacle.databases;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next the key of the last item when more follow
 */
record Page<T, K>(List<T> items, Optional<K> next) {

  Page {
    items = List.copyOf(items);
  }

  /** The items of a whole list, in its order, that come after the key. */
  static <T, K> Page<T, K> of(
      List<T> all, Function<T, K> key, java.util.function.Predicate<T> afterCursor, int limit) {
    var rest = all.stream().filter(afterCursor).limit(limit + 1L).toList();
    if (rest.size() <= limit) {
      return new Page<>(rest, Optional.empty());
    }
    var items = rest.subList(0, limit);
    return new Page<>(items, Optional.of(key.apply(items.getLast())));
  }
}
