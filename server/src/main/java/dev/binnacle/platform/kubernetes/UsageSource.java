package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.kubernetes.Usage.NodeUsage;
import dev.binnacle.problems.ProblemException;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.NodeMetrics;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks metrics.k8s.io how much the nodes use. The API server passes such calls on to another one,
 * which may be missing, broken or slow without anything being wrong with the cluster.
 */
final class UsageSource {

  private static final String PART = "/apis/metrics.k8s.io";

  private UsageSource() {}

  static Usage read(ApiServer server) {
    try {
      return server.readPart(
          PART,
          new Permission("list", "nodes.metrics.k8s.io"),
          client -> Optional.ofNullable(client.raw(PART + "/v1beta1/nodes")),
          UsageSource::served);
    } catch (ProblemException failed) {
      return new Usage.NotAvailable(failed.problem().detail());
    }
  }

  /** The figures in the answer; empty when the path does not exist. */
  private static Usage served(Optional<String> answer) {
    var list =
        ApiJson.tree(
            answer.orElseThrow(
                () -> new ComponentRefusedException("the cluster has no metrics.k8s.io")));
    var usage = new HashMap<String, NodeUsage>();
    for (var item : list.path("items")) {
      usage.put(item.path("metadata").path("name").asText(), of(item));
    }
    return new Usage.Served(usage);
  }

  private static NodeUsage of(JsonNode item) {
    var metrics = ApiJson.read(item, NodeMetrics.class);
    return new NodeUsage(
        Quantities.millis(metrics.getUsage(), "cpu"),
        Quantities.whole(metrics.getUsage(), "memory"),
        Shapes.instant(metrics.getTimestamp()).orElse(Instant.EPOCH),
        window(item.path("window").asText()));
  }

  /** Go's way to write a duration; the library takes 10.062s for more than a minute. */
  private static Duration window(String text) {
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeException another) {
      return Duration.ZERO;
    }
  }
}
