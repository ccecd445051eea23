package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is told of workloads and their services. Source: kubernetes
 * pkg/printers/internalversion/printers.go.
 */
final class WorkloadCells {
  private WorkloadCells() {}

  /** Ready ones of those wanted. */
  static String ready(ObjectNode workload) {
    return "%d/%d"
        .formatted(
            workload.path("status").path("readyReplicas").asLong(),
            workload.path("spec").path("replicas").asLong(1));
  }

  static String jobStatus(ObjectNode job) {
    if (isTrue(job, "Complete")) {
      return "Complete";
    }
    if (isTrue(job, "Failed")) {
      return "Failed";
    }
    if (job.path("metadata").hasNonNull("deletionTimestamp")) {
      return "Terminating";
    }
    for (String type : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
      if (isTrue(job, type)) {
        return type;
      }
    }
    return "Running";
  }

  static String completions(ObjectNode job) {
    long succeeded = job.path("status").path("succeeded").asLong();
    JsonNode wanted = job.path("spec").path("completions");
    if (wanted.isNumber()) {
      return succeeded + "/" + wanted.asLong();
    }
    long parallelism = job.path("spec").path("parallelism").asLong();
    return parallelism > 1 ? "%d/1 of %d".formatted(succeeded, parallelism) : succeeded + "/1";
  }

  static String duration(ObjectNode job) {
    Optional<Instant> start = Ages.instant(job.path("status").path("startTime"));
    Instant end = Ages.instant(job.path("status").path("completionTime")).orElse(Instant.now());
    return start.map(from -> Ages.say(Duration.between(from, end))).orElse("");
  }

  static String ports(ObjectNode service) {
    String ports =
        String.join(
            ",", Cells.each(service.path("spec").path("ports")).map(WorkloadCells::port).toList());
    return ports.isEmpty() ? Cells.NONE : ports;
  }

  static String externalAddress(ObjectNode service) {
    JsonNode spec = service.path("spec");
    String given = Cells.joined(spec.path("externalIPs"), "");
    return switch (spec.path("type").asText()) {
      case "ExternalName" -> spec.path("externalName").asText();
      case "LoadBalancer" -> {
        String balanced =
            String.join(
                ",",
                Cells.each(Cells.follow(service, "status", "loadBalancer", "ingress"))
                    .map(ingress ->
                        Cells.text(ingress.path("ip"), ingress.path("hostname").asText()))
                    .toList());
        yield balanced.isEmpty() && given.isEmpty() ? "<pending>" : balanced + given;
      }
      default -> given.isEmpty() ? Cells.NONE : given;
    };
  }

  /** At most three, as the real one. */
  static String endpoints(ObjectNode endpoints) {
    List<String> all =
        Cells.each(endpoints.path("subsets"))
            .flatMap(subset ->
                Cells.each(subset.path("ports"))
                    .flatMap(port ->
                        Cells.each(subset.path("addresses"))
                            .map(address ->
                                address.path("ip").asText() + ":" + port.path("port").asInt())))
            .toList();
    if (all.isEmpty()) {
      return Cells.NONE;
    }
    return all.size() > 3
        ? String.join(",", all.subList(0, 3)) + " + %d more...".formatted(all.size() - 3)
        : String.join(",", all);
  }

  private static String port(JsonNode port) {
    String number = port.path("port").asText();
    String node = port.path("nodePort").asInt() > 0 ? ":" + port.path("nodePort").asInt() : "";
    return number + node + "/" + Cells.text(port.path("protocol"), "TCP");
  }

  private static boolean isTrue(ObjectNode object, String type) {
    return Cells.each(object.path("status").path("conditions"))
        .anyMatch(condition ->
            condition.path("type").asText().equals(type)
                && condition.path("status").asText().equals("True"));
  }
}
