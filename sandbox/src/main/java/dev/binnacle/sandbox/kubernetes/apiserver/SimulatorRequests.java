package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.EvictionCounts;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.time.Duration;
import java.util.List;

/**
 * What no real API server has: {@code /simulator/faults}, by which faults begin and end, and {@code
 * /simulator/evictions}, the accepted evictions by the UID of the pod. For the masters only.
 */
final class SimulatorRequests {
  private static final ObjectMapper FAULTS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  /** So long a fault that takes the connections down waits for the answer to get through. */
  private static final Duration FAREWELL = Duration.ofMillis(200);

  private final Faults faults;
  private final EvictionCounts evictions;

  SimulatorRequests(Faults faults, EvictionCounts evictions) {
    this.faults = faults;
    this.evictions = evictions;
  }

  Answer answer(ApiRequest request) {
    if (!request.user().isMaster()) {
      throw Refusals.forbiddenPath(request.user().name(), request.method(), request.path());
    }
    List<String> segments = request.segments();
    String what = segments.size() > 1 ? segments.get(1) : "";
    return switch (request.method() + " " + what) {
      case "GET evictions" -> Answer.ok(evictions());
      case "GET faults" -> Answer.ok(list());
      case "POST faults" -> begin(request);
      case "DELETE faults" -> end(segments);
      default -> throw Refusals.noSuchPath();
    };
  }

  private ObjectNode evictions() {
    ObjectNode counts = Json.object();
    evictions.accepted().forEach(counts::put);
    return counts;
  }

  private ObjectNode list() {
    ObjectNode list = Json.object();
    ArrayNode items = list.putArray("items");
    faults.active().forEach((id, fault) -> items.add(document(id, fault)));
    return list;
  }

  private Answer begin(ApiRequest request) {
    Fault fault;
    try {
      fault = FAULTS.treeToValue(request.object(), Fault.class);
    } catch (JsonProcessingException | IllegalArgumentException unknown) {
      throw Refusals.badRequest("not a fault: " + unknown.getMessage());
    }
    if (fault instanceof Fault.ApiServerDown || fault instanceof Fault.CertificateExpired) {
      Thread.ofVirtual().start(() -> beginLater(fault));
      return new Answer.Document(202, FAULTS.valueToTree(fault));
    }
    return Answer.created(document(faults.inject(fault), fault));
  }

  private void beginLater(Fault fault) {
    try {
      Thread.sleep(FAREWELL);
      faults.inject(fault);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer end(List<String> segments) {
    if (segments.size() == 2) {
      faults.repairAll();
      return Answer.ok(list());
    }
    try {
      if (!faults.repair(Integer.parseInt(segments.get(2)))) {
        throw Refusals.noSuchPath();
      }
    } catch (NumberFormatException noNumber) {
      throw Refusals.noSuchPath();
    }
    return Answer.ok(list());
  }

  private static ObjectNode document(int id, Fault fault) {
    ObjectNode document = Json.object().put("id", id);
    document.setAll(FAULTS.<ObjectNode>valueToTree(fault));
    return document;
  }
}
