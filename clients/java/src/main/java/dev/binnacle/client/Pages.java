package dev.binnacle.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list as one sequence of items, however many pages it has. A page is asked for when its first
 * item is, so whoever stops early asks for no more than needed.
 *
 * <pre>{@code
 * var failed = List.of(OperationState.FAILED);
 * var operations = client.operations();
 * for (var operation : Pages.of(
 *     cursor -> operations.listOperations(failed, null, null, null, null, null, null, 500, cursor),
 *     OperationPage::getItems,
 *     OperationPage::getNextCursor)) {
 *   System.out.println(operation.getId());
 * }
 * }</pre>
 *
 * @param <T> the type of the items
 */
public final class Pages<T> implements Iterable<T> {
  private final Function<String, Page<T>> request;

  private record Page<T>(List<T> items, String nextCursor) {}

  private Pages(Function<String, Page<T>> request) {
    this.request = request;
  }

  /**
   * All items of a list.
   *
   * @param request gets the page at a cursor; {@code null} asks for the first one, as the generated
   *     methods do
   * @param <P> the generated type of the page
   * @param <T> the type of the items
   */
  public static <P, T> Pages<T> of(
      Function<String, P> request, Function<P, List<T>> items, Function<P, String> nextCursor) {
    return new Pages<>(cursor -> {
      var page = request.apply(cursor);
      return new Page<>(items.apply(page), nextCursor.apply(page));
    });
  }

  /**
   * Goes through the items from the start. Not for several threads at once.
   *
   * @return an iterator that throws a {@link BinnacleException} when a page cannot be had; ask it
   *     again to try that page again
   */
  @Override
  public Iterator<T> iterator() {
    return new Items();
  }

  /** The items from the start, in order. */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** All items at once; mind the size of the list. */
  public List<T> toList() {
    return stream().toList();
  }

  private final class Items implements Iterator<T> {
    private final Deque<T> ready = new ArrayDeque<>();
    private String cursor;
    private boolean wasLast;

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !wasLast) {
        var page = request.apply(cursor);
        ready.addAll(page.items());
        cursor = page.nextCursor();
        wasLast = cursor == null;
      }
      return !ready.isEmpty();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the list has no more items");
      }
      return ready.removeFirst();
    }
  }
}
