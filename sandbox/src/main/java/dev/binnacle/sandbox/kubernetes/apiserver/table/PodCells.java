package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is told of a pod. Source: kubernetes pkg/printers/internalversion/printers.go (printPod).
 */
final class PodCells {
  private PodCells() {}

  static String ready(ObjectNode pod) {
    long ready =
        statuses(pod, "containerStatuses")
            .filter(status -> status.path("ready").asBoolean())
            .filter(status -> status.path("state").has("running"))
            .count();
    return ready + "/" + pod.path("spec").path("containers").size();
  }

  static String restarts(ObjectNode pod) {
    long restarts =
        statuses(pod, "containerStatuses")
            .mapToLong(status -> status.path("restartCount").asLong())
            .sum();
    Optional<Instant> last =
        statuses(pod, "containerStatuses")
            .map(status -> Cells.follow(status, "lastState", "terminated", "finishedAt"))
            .flatMap(time -> Ages.instant(time).stream())
            .max(Comparator.naturalOrder());
    return restarts > 0 && last.isPresent()
        ? "%d (%s ago)".formatted(restarts, Ages.say(Duration.between(last.get(), Instant.now())))
        : Long.toString(restarts);
  }

  static String status(ObjectNode pod) {
    JsonNode status = pod.path("status");
    String phase = Cells.text(status.path("reason"), status.path("phase").asText());
    String reason = isGated(status) ? "SchedulingGated" : phase;
    Optional<String> initializing = initializing(pod);
    if (initializing.isPresent()) {
      reason = initializing.get();
    } else {
      reason = running(pod, reason);
    }
    if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
      if (status.path("reason").asText().equals("NodeLost")) {
        return "Unknown";
      }
      String ended = status.path("phase").asText();
      return ended.equals("Succeeded") || ended.equals("Failed") ? reason : "Terminating";
    }
    return reason;
  }

  static String readinessGates(ObjectNode pod) {
    JsonNode gates = pod.path("spec").path("readinessGates");
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    long met =
        Cells.each(gates).filter(gate -> isTrue(pod, gate.path("conditionType").asText())).count();
    return met + "/" + gates.size();
  }

  private static boolean isGated(JsonNode status) {
    return Cells.each(status.path("conditions"))
        .anyMatch(condition ->
            condition.path("type").asText().equals("PodScheduled")
                && condition.path("reason").asText().equals("SchedulingGated"));
  }

  private static Optional<String> initializing(ObjectNode pod) {
    int at = 0;
    for (JsonNode container : pod.path("status").path("initContainerStatuses")) {
      JsonNode state = container.path("state");
      if (state.path("terminated").path("exitCode").asInt(-1) == 0) {
        at++;
        continue;
      }
      if (state.has("terminated")) {
        return Optional.of("Init:" + terminated(state.path("terminated")));
      }
      String waiting = state.path("waiting").path("reason").asText();
      return Optional.of(
          !waiting.isEmpty() && !waiting.equals("PodInitializing")
              ? "Init:" + waiting
              : "Init:%d/%d".formatted(at, pod.path("spec").path("initContainers").size()));
    }
    return Optional.empty();
  }

  private static String running(ObjectNode pod, String phase) {
    String reason = phase;
    boolean running = false;
    JsonNode containers = pod.path("status").path("containerStatuses");
    for (int i = containers.size() - 1; i >= 0; i--) {
      JsonNode state = containers.get(i).path("state");
      String waiting = state.path("waiting").path("reason").asText();
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (state.has("terminated")) {
        reason = terminated(state.path("terminated"));
      } else if (containers.get(i).path("ready").asBoolean() && state.has("running")) {
        running = true;
      }
    }
    if (reason.equals("Completed") && running) {
      return isTrue(pod, "Ready") ? "Running" : "NotReady";
    }
    return reason;
  }

  private static String terminated(JsonNode state) {
    if (!state.path("reason").asText().isEmpty()) {
      return state.path("reason").asText();
    }
    int signal = state.path("signal").asInt();
    return signal != 0 ? "Signal:" + signal : "ExitCode:" + state.path("exitCode").asInt();
  }

  private static boolean isTrue(ObjectNode pod, String type) {
    return Cells.each(pod.path("status").path("conditions"))
        .anyMatch(condition ->
            condition.path("type").asText().equals(type)
                && condition.path("status").asText().equals("True"));
  }

  private static Stream<JsonNode> statuses(ObjectNode pod, String list) {
    return Cells.each(pod.path("status").path(list));
  }
}
