package dev.binnacle.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads lists to their end. */
public final class Pages {
  private Pages() {}

  /**
   * One request for a page.
   *
   * @param <P> the generated page type
   */
  @FunctionalInterface
  public interface Request<P> {
    /**
     * Gets the page at a cursor; {@code null} asks for the first one, as the generated methods do.
     */
    P at(String cursor) throws ApiException;
  }

  /**
   * All items of a list, page by page.
   *
   * <pre>{@code
   * Pages.all(
   *     cursor -> client.databases().listDatabases(null, null, null, 500, cursor),
   *     DatabasePage::getItems,
   *     DatabasePage::getNextCursor);
   * }</pre>
   *
   * @throws ApiException when one of the requests is refused
   */
  public static <P, T> List<T> all(
      Request<P> request, Function<P, List<T>> items, Function<P, String> nextCursor)
      throws ApiException {
    var all = new ArrayList<T>();
    String cursor = null;
    do {
      var page = request.at(cursor);
      all.addAll(items.apply(page));
      cursor = nextCursor.apply(page);
    } while (cursor != null);
    return all;
  }
}
