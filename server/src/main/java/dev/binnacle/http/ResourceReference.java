package dev.binnacle.http;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The resource that a path of the API is about.
 *
 * @param type the kind of resource in UPPER_SNAKE, such as {@code API_TOKEN}
 * @param name which one; empty when it was yet to be made
 */
public record ResourceReference(String type, String name) {

  /**
   * Reads the resource from a path, which names collections in the plural and what is in them by
   * parameters: {@code databases/orders/switchover} is about the {@code DATABASE} {@code orders}.
   * Pure.
   *
   * @param segments the path below the API's own, decoded; at least one
   * @param parameters the values of the path's parameters, decoded
   */
  public static ResourceReference of(List<String> segments, Collection<String> parameters) {
    for (int last = segments.size() - 1; last > 0; last--) {
      if (parameters.contains(segments.get(last))) {
        return new ResourceReference(type(segments.get(last - 1)), segments.get(last));
      }
    }
    return new ResourceReference(type(segments.getFirst()), "");
  }

  private static String type(String collection) {
    var singular =
        collection.endsWith("s") ? collection.substring(0, collection.length() - 1) : collection;
    return singular.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
