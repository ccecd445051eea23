package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod as its fields say, with the API's defaults where a field is absent.
 *
 * @param json the whole object, not to be changed through this record
 */
public record Pod(ObjectNode json) {
  /** Marks what the kubelet itself started from a file; the API shows only its image. */
  public static final String MIRROR = "kubernetes.io/config.mirror";

  public Meta meta() {
    return new Meta(json);
  }

  public JsonNode spec() {
    return json.path("spec");
  }

  public String name() {
    return meta().name();
  }

  public String namespace() {
    return meta().namespace();
  }

  public String uid() {
    return meta().uid();
  }

  /** The node it is bound to; empty when it has none yet. */
  public String nodeName() {
    return spec().path("nodeName").asText("");
  }

  public boolean isBound() {
    return !nodeName().isEmpty();
  }

  public String phase() {
    return json.path("status").path("phase").asText("Pending");
  }

  /** Succeeded or Failed: its containers are over and never come back. */
  public boolean isFinished() {
    return phase().equals("Succeeded") || phase().equals("Failed");
  }

  public boolean isTerminating() {
    return meta().isTerminating();
  }

  /** Counts for its controller: neither finished nor on its way out. */
  public boolean isActive() {
    return !isFinished() && !isTerminating();
  }

  public boolean isReady() {
    return new Conditions(json).isTrue("Ready");
  }

  /** Ready for that long; false while it is not ready at all. */
  public boolean isAvailable(Duration minimum, Instant now) {
    return isReady()
        && (minimum.isZero() || !new Conditions(json).since("Ready").plus(minimum).isAfter(now));
  }

  public boolean isMirror() {
    return meta().annotation(MIRROR).isPresent();
  }

  public boolean usesHostNetwork() {
    return spec().path("hostNetwork").asBoolean();
  }

  public String restartPolicy() {
    return spec().path("restartPolicy").asText("Always");
  }

  /** The grace that its deletion was given, or would be given. */
  public Duration grace() {
    JsonNode given = json.path("metadata").path("deletionGracePeriodSeconds");
    return Duration.ofSeconds(
        given.isNumber()
            ? given.asLong()
            : spec().path("terminationGracePeriodSeconds").asLong(30));
  }

  public List<Toleration> tolerations() {
    List<Toleration> tolerations = new ArrayList<>();
    spec().path("tolerations").forEach(json -> tolerations.add(Toleration.read(json)));
    return tolerations;
  }

  public boolean tolerates(Taint taint) {
    return tolerations().stream().anyMatch(toleration -> toleration.tolerates(taint));
  }

  /** The names of the claims whose volumes it mounts. */
  public List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (JsonNode volume : spec().path("volumes")) {
      JsonNode claim = volume.path("persistentVolumeClaim").path("claimName");
      if (claim.isTextual()) {
        claims.add(claim.textValue());
      }
    }
    return claims;
  }

  /**
   * What it requests of a resource, in thousandths of its unit: the sum of its containers, or its
   * greediest init container when that is more.
   */
  public long requests(String resource) {
    long sum = 0;
    for (JsonNode container : spec().path("containers")) {
      sum += requested(container, resource);
    }
    for (JsonNode container : spec().path("initContainers")) {
      sum = Math.max(sum, requested(container, resource));
    }
    return sum;
  }

  private static long requested(JsonNode container, String resource) {
    JsonNode resources = container.path("resources");
    JsonNode request = resources.path("requests").path(resource);
    return Quantity.milli(
        request.isMissingNode() ? resources.path("limits").path(resource) : request);
  }

  /** How often its containers were restarted, all together. */
  public int restarts() {
    int sum = 0;
    for (JsonNode container : json.path("status").path("containerStatuses")) {
      sum += container.path("restartCount").asInt();
    }
    return sum;
  }

  public Map<String, String> labels() {
    return meta().labels();
  }

  public Optional<OwnerReference> controller() {
    return meta().controller();
  }
}
