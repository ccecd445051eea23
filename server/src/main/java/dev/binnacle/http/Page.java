package dev.binnacle.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A part of a list that is whole in memory.
 *
 * @param next the key of the last item when more follow
 */
public record Page<T, K>(List<T> items, Optional<K> next) {

  public Page {
    items = List.copyOf(items);
  }

  /** At most so many of the items that the predicate lets pass, in the order of the whole list. */
  public static <T, K> Page<T, K> of(
      List<T> all, Function<T, K> key, Predicate<T> afterCursor, int limit) {
    var rest = all.stream().filter(afterCursor).limit(limit + 1L).toList();
    if (rest.size() <= limit) {
      return new Page<>(rest, Optional.empty());
    }
    var items = rest.subList(0, limit);
    return new Page<>(items, Optional.of(key.apply(items.getLast())));
  }
}
