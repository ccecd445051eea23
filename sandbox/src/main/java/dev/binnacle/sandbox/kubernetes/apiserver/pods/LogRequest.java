package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.LogOptions;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which log is wanted, and what of it. Sources: kubernetes pkg/registry/core/pod/strategy.go
 * (LogLocation), pkg/apis/core/validation/validation.go (ValidatePodLogOptions).
 *
 * @param container one of the pod's
 */
public record LogRequest(String container, LogOptions options) {
  private static final List<String> KINDS =
      List.of("containers", "initContainers", "ephemeralContainers");

  /**
   * Reads the parameters of a request for a pod's log.
   *
   * @throws Refusal 400 when no container of the pod is meant; 422 when an option makes no sense
   */
  public static LogRequest of(ObjectNode pod, Query query) {
    List<FieldError> errors = new ArrayList<>();
    atLeast(errors, query, "tailLines", 0, "must be greater than or equal to 0");
    atLeast(errors, query, "limitBytes", 1, "must be greater than 0");
    atLeast(errors, query, "sinceSeconds", 1, "must be greater than 0");
    if (query.first("sinceSeconds").isPresent() && query.first("sinceTime").isPresent()) {
      errors.add(
          FieldError.forbidden(
              "sinceSeconds", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    }
    if (!errors.isEmpty()) {
      throw Refusals.invalid("PodLogOptions", "", name(pod), errors);
    }
    return new LogRequest(
        container(pod, query.first("container")),
        new LogOptions(
            query.flag("follow"),
            query.flag("previous"),
            query.flag("timestamps"),
            since(query),
            query.number("tailLines"),
            query.number("limitBytes")));
  }

  private static void atLeast(
      List<FieldError> errors, Query query, String option, long least, String why) {
    OptionalLong value = query.number(option);
    if (value.isPresent() && value.getAsLong() < least) {
      errors.add(FieldError.invalid(option, Long.toString(value.getAsLong()), why));
    }
  }

  private static Optional<Instant> since(Query query) {
    OptionalLong seconds = query.number("sinceSeconds");
    if (seconds.isPresent()) {
      return Optional.of(Instant.now().minusSeconds(seconds.getAsLong()));
    }
    try {
      return query.first("sinceTime").map(Instant::parse);
    } catch (DateTimeParseException malformed) {
      throw Refusals.badRequest(
          "parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse"
              .formatted(query.first("sinceTime").orElse("")));
    }
  }

  private static String container(ObjectNode pod, Optional<String> wanted) {
    if (wanted.isPresent()) {
      if (KINDS.stream().flatMap(kind -> names(pod, kind)).noneMatch(wanted.get()::equals)) {
        throw Refusals.badRequest(
            "container %s is not valid for pod %s".formatted(wanted.get(), name(pod)));
      }
      return wanted.get();
    }
    List<String> containers = names(pod, "containers").toList();
    if (containers.size() == 1) {
      return containers.getFirst();
    }
    String message = "a container name must be specified for pod " + name(pod);
    if (!containers.isEmpty()) {
      message += ", choose one of: [%s]".formatted(String.join(" ", containers));
      String initial = names(pod, "initContainers").collect(Collectors.joining(" "));
      if (!initial.isEmpty()) {
        message += " or one of the init containers: [%s]".formatted(initial);
      }
    }
    throw Refusals.badRequest(message);
  }

  private static Stream<String> names(ObjectNode pod, String kind) {
    JsonNode containers = pod.path("spec").path(kind);
    return containers.valueStream().map(container -> container.path("name").asText());
  }

  private static String name(ObjectNode pod) {
    return pod.path("metadata").path("name").asText();
  }
}
