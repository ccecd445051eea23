package dev.binnacle.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/**
 * Takes out of an example what is different each time although nothing has changed: times,
 * durations, positions in the WAL, counts. What is left is what a change of the server changes.
 */
final class Variations {

  private static final Pattern MEASURED =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|PT[\\d.HMS]+|[0-9A-F]+/[0-9A-F]+|(?<![\\w-])\\d[\\d.]*");

  private Variations() {}

  /** The document without them; elements of an array that are then the same are one. */
  static JsonNode removed(JsonNode document) {
    return switch (document.getNodeType()) {
      case OBJECT -> {
        var object = JsonNodeFactory.instance.objectNode();
        document
            .properties()
            .forEach(member ->
                object.set(
                    member.getKey(),
                    member.getKey().equals("status")
                        ? member.getValue()
                        : removed(member.getValue())));
        yield object;
      }
      case ARRAY -> {
        var elements = new LinkedHashSet<JsonNode>();
        document.forEach(element -> elements.add(removed(element)));
        yield JsonNodeFactory.instance.arrayNode().addAll(elements);
      }
      case NUMBER -> JsonNodeFactory.instance.numberNode(0);
      case STRING ->
          JsonNodeFactory.instance.textNode(MEASURED.matcher(document.textValue()).replaceAll("#"));
      default -> document;
    };
  }
}
