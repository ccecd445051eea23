package dev.binnacle.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.binnacle.testing.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was really sent and answered, by the name of the example that shows it. */
final class Recording {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> examples = new LinkedHashMap<>();

  /** Keeps the body of a request. */
  void request(String operationId, String body) {
    try {
      keep(operationId + ".request", JSON.readTree(body));
    } catch (JsonProcessingException noJson) {
      throw new AssertionError("the story sends no JSON: " + body, noJson);
    }
  }

  /** Keeps the body of an answer, which must have that status. */
  Answer answer(String operationId, int status, Answer answer) {
    keep(operationId + "." + status, answer.hasStatus(status).json());
    return answer;
  }

  /** Keeps a problem, which must have that status and code, under a sentence about it. */
  void problem(String slug, String summary, int status, String code, Answer answer) {
    var example = JsonNodeFactory.instance.objectNode();
    example.put("summary", summary);
    example.set("value", answer.isProblem(status, code).json());
    keep("problem." + slug, example);
  }

  private void keep(String name, JsonNode example) {
    if (examples.put(name + ".json", example) != null) {
      throw new AssertionError("recorded twice: " + name);
    }
  }

  /** Everything, in the order in which it was recorded. */
  Map<String, JsonNode> examples() {
    return new LinkedHashMap<>(examples);
  }
}
