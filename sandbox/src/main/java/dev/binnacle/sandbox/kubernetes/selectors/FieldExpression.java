package dev.binnacle.sandbox.kubernetes.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field selector: terms all of which must hold. Grammar: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/fields/selector.go.
 */
public final class FieldExpression {
  private static final FieldExpression EVERYTHING = new FieldExpression(List.of());

  private record Term(String field, boolean equal, String value) {
    boolean matches(ObjectNode object) {
      return valueOf(object, field).equals(value) == equal;
    }
  }

  private final List<Term> terms;

  private FieldExpression(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  public static FieldExpression everything() {
    return EVERYTHING;
  }

  /**
   * Reads {@code spec.nodeName=worker-1,status.phase!=Failed}; nothing selects everything.
   *
   * @throws SelectorSyntaxException when it is no field selector
   */
  public static FieldExpression parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.split("(?<!\\\\),")) {
      if (!part.isEmpty()) {
        terms.add(term(part, text));
      }
    }
    return new FieldExpression(terms);
  }

  /** The fields it looks at. */
  public List<String> fields() {
    return terms.stream().map(Term::field).toList();
  }

  public boolean isEverything() {
    return terms.isEmpty();
  }

  public boolean matches(ObjectNode object) {
    return terms.stream().allMatch(term -> term.matches(object));
  }

  /** The one name that an object must have, if there is such a term. */
  public Optional<String> name() {
    return terms.stream()
        .filter(term -> term.equal() && term.field().equals("metadata.name"))
        .map(Term::value)
        .findFirst();
  }

  private static Term term(String part, String text) {
    int equals = part.indexOf('=');
    if (equals < 1) {
      throw new SelectorSyntaxException(
          "invalid selector: '%s'; can't understand '%s'".formatted(text, part));
    }
    boolean unequal = part.charAt(equals - 1) == '!';
    boolean twice = part.startsWith("=", equals + 1);
    return new Term(
        part.substring(0, unequal ? equals - 1 : equals).trim(),
        !unequal,
        part.substring(equals + (twice ? 2 : 1)).replaceAll("\\\\([\\\\,=])", "$1"));
  }

  /** Absent strings are empty and absent flags false, as Go's zero values are. */
  private static String valueOf(ObjectNode object, String field) {
    JsonNode value = object;
    for (String step : field.split("\\.")) {
      value = value.path(step);
    }
    if (value.isMissingNode() || value.isNull()) {
      return switch (field) {
        case "spec.unschedulable", "spec.hostNetwork" -> "false";
        case "status.replicas", "status.successful" -> "0";
        default -> "";
      };
    }
    return value.asText();
  }
}
