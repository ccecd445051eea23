package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.problems.ProblemException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All objects of a kind at one moment.
 *
 * @param values by namespace and name
 * @param resourceVersion the moment, from which a watch can go on
 * @param at when the last page came
 */
record Listing<T>(Map<String, T> values, String resourceVersion, Instant at) {

  private static final int PAGE = 500;
  private static final int GONE = 410;

  private record Page<T>(
      List<ResourceKind.Entry<T>> entries, String resourceVersion, String next) {}

  /**
   * Asks for all pages. When the API server has forgotten the moment of the first page before the
   * last one was asked for (410), it is asked once more from the beginning.
   *
   * @param fieldSelector which ones are wanted; empty for all
   * @throws ProblemException when a page does not come
   */
  static <M extends HasMetadata, T> Listing<T> read(
      ApiServer server, ResourceKind<M, T> kind, Optional<String> fieldSelector, Clock clock) {
    var first = attempt(server, kind, fieldSelector, true, clock);
    return first.or(() -> attempt(server, kind, fieldSelector, false, clock)).orElseThrow();
  }

  /**
   * One go through the pages.
   *
   * @param mayForget whether a 410 is an answer, which makes it empty, rather than a problem
   */
  private static <M extends HasMetadata, T> Optional<Listing<T>> attempt(
      ApiServer server,
      ResourceKind<M, T> kind,
      Optional<String> fieldSelector,
      boolean mayForget,
      Clock clock) {
    var values = new HashMap<String, T>();
    var next = "";
    while (true) {
      var target =
          kind.path() + "?limit=" + PAGE + parameter("fieldSelector", fieldSelector.orElse(""));
      var asked = target + parameter("continue", next);
      var page =
          server.read(
              new Permission("list", kind.resource()),
              client -> answer(client, asked, mayForget),
              answer -> answer.map(json -> page(kind, json)));
      if (page.isEmpty()) {
        return Optional.empty();
      }
      page.get().entries().forEach(entry -> values.put(entry.key(), entry.value()));
      next = page.get().next();
      if (next.isEmpty()) {
        return Optional.of(
            new Listing<>(Map.copyOf(values), page.get().resourceVersion(), clock.instant()));
      }
    }
  }

  private static String parameter(String name, String value) {
    return value.isEmpty()
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static Optional<String> answer(
      KubernetesClient client, String target, boolean mayForget) {
    try {
      return Optional.of(
          Optional.ofNullable(client.raw(target))
              .orElseThrow(() -> new ComponentRefusedException("404 it has no " + target)));
    } catch (KubernetesClientException refused) {
      if (mayForget && refused.getCode() == GONE) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static <M extends HasMetadata, T> Page<T> page(ResourceKind<M, T> kind, String json) {
    var list = ApiJson.read(json, kind.listModel());
    var metadata = list.getMetadata();
    return new Page<>(
        list.getItems().stream().map(kind::entry).toList(),
        metadata.getResourceVersion(),
        Shapes.text(metadata.getContinue()));
  }
}
