package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters after the question mark. */
public final class Query {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** Reads what is behind the question mark, still encoded. */
  public Query(String raw) {
    for (String pair : raw.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
      }
    }
  }

  /** All values of a parameter, in order. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** The first value of a parameter, unless it is absent or empty. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** Whether a parameter is there and not {@code false} or {@code 0}. */
  public boolean flag(String name) {
    return values.containsKey(name) && !List.of("false", "0").contains(values.get(name).getFirst());
  }

  /**
   * A parameter as a whole number.
   *
   * @throws Refusal 400 when it is none
   */
  public OptionalLong number(String name) {
    Optional<String> value = first(name);
    try {
      return value.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    } catch (NumberFormatException noNumber) {
      throw Refusals.badRequest(
          "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(value.orElse("")));
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
