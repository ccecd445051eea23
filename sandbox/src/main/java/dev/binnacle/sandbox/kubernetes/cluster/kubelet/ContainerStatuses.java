package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The statuses of a pod's containers. Every method changes the given pod.
 *
 * @param pod the whole object
 */
record ContainerStatuses(ObjectNode pod) {
  private ArrayNode main() {
    return pod.withObjectProperty("status").withArrayProperty("containerStatuses");
  }

  /** All wait to be started. */
  void create() {
    boolean initializing = !pod.path("spec").path("initContainers").isEmpty();
    String reason = initializing ? "PodInitializing" : "ContainerCreating";
    ObjectNode status = pod.withObjectProperty("status");
    fill(status.putArray("containerStatuses"), pod.path("spec").path("containers"), reason);
    if (initializing) {
      fill(
          status.putArray("initContainerStatuses"),
          pod.path("spec").path("initContainers"),
          reason);
    }
  }

  private static void fill(ArrayNode statuses, JsonNode containers, String reason) {
    for (JsonNode container : containers) {
      ObjectNode status = statuses.addObject();
      status.put("name", container.path("name").asText());
      status.put("image", container.path("image").asText());
      status.put("imageID", "");
      status.put("ready", false).put("started", false).put("restartCount", 0);
      status.putObject("state").putObject("waiting").put("reason", reason);
      status.putObject("lastState");
    }
  }

  /** All wait, because of this. */
  void await(String reason, String message) {
    for (JsonNode each : main()) {
      ObjectNode status = (ObjectNode) each;
      status.put("ready", false).put("started", false);
      status.putObject("state").putObject("waiting").put("reason", reason).put("message", message);
    }
  }

  /** All run; those that ran before are restarted. */
  void run(Instant now, boolean restarted) {
    RandomGenerator random = generator(now);
    for (JsonNode each : main()) {
      ObjectNode status = (ObjectNode) each;
      status.put("started", true);
      status.put("imageID", imageId(status.path("image").asText()));
      status.put("containerID", "containerd://" + hexadecimal(random));
      status.putObject("state").putObject("running").put("startedAt", Timestamps.seconds(now));
      if (restarted) {
        status.put("restartCount", status.path("restartCount").asInt() + 1);
      }
    }
    for (JsonNode each : pod.path("status").path("initContainerStatuses")) {
      ObjectNode status = (ObjectNode) each;
      status.put("ready", true);
      status.put("imageID", imageId(status.path("image").asText()));
      status.put("containerID", "containerd://" + hexadecimal(random));
      terminated(status.putObject("state"), 0, "Completed", now, now);
    }
  }

  void ready(boolean ready) {
    main().forEach(status -> ((ObjectNode) status).put("ready", ready));
  }

  /** All have ended. */
  void terminate(int exitCode, Instant now) {
    for (JsonNode each : main()) {
      ObjectNode status = (ObjectNode) each;
      JsonNode running = status.path("state").path("running");
      if (running.isObject()) {
        Instant started = Timestamps.read(running.path("startedAt")).orElse(now);
        terminated(status.putObject("state"), exitCode, reason(exitCode), started, now);
      }
      status.put("ready", false).put("started", false);
    }
  }

  /** All have crashed and wait to be started again. */
  void backOff(int exitCode, Instant now, String message) {
    terminate(exitCode, now);
    for (JsonNode each : main()) {
      ObjectNode status = (ObjectNode) each;
      status.set("lastState", status.path("state"));
      status
          .putObject("state")
          .putObject("waiting")
          .put("reason", "CrashLoopBackOff")
          .put("message", message);
    }
  }

  private static String reason(int exitCode) {
    return exitCode == 0 ? "Completed" : "Error";
  }

  private static void terminated(
      ObjectNode state, int exitCode, String reason, Instant started, Instant finished) {
    state
        .putObject("terminated")
        .put("exitCode", exitCode)
        .put("reason", reason)
        .put("startedAt", Timestamps.seconds(started))
        .put("finishedAt", Timestamps.seconds(finished));
  }

  private RandomGenerator generator(Instant now) {
    long seed = pod.path("metadata").path("uid").asText().hashCode() * 31L + now.toEpochMilli();
    return RandomGeneratorFactory.of("SplittableRandom").create(seed);
  }

  private static String hexadecimal(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String imageId(String image) {
    UUID first = UUID.nameUUIDFromBytes(image.getBytes(StandardCharsets.UTF_8));
    UUID second = UUID.nameUUIDFromBytes((image + "#").getBytes(StandardCharsets.UTF_8));
    int tag = image.indexOf(':', image.lastIndexOf('/'));
    String digest = (first.toString() + second).replace("-", "");
    return (tag < 0 ? image : image.substring(0, tag)) + "@sha256:" + digest;
  }
}
