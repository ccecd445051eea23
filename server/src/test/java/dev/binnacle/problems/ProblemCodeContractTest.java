package dev.binnacle.problems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The codes of the server are those that the contract promises. */
class ProblemCodeContractTest {

  private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d{3}) \\|");

  private static JsonNode promised;

  @BeforeAll
  static void readTheBundledContract() throws IOException {
    try (var stream = ProblemCode.class.getResourceAsStream("/contract/openapi.json")) {
      promised = new ObjectMapper().readTree(stream).at("/components/schemas/ProblemCode");
    }
  }

  @Test
  void theEnumerationIsTheSame() {
    var names =
        StreamSupport.stream(promised.path("enum").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
  }

  @Test
  void theTableTellsEveryCodeOnceWithItsStatus() {
    Map<String, Integer> table =
        ROW.matcher(promised.path("description").asText())
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> Integer.valueOf(row.group(2))));
    var ours = new TreeMap<String, Integer>();
    Arrays.stream(ProblemCode.values()).forEach(code -> ours.put(code.name(), code.status()));

    assertThat(new TreeMap<>(table)).isEqualTo(ours);
  }
}
