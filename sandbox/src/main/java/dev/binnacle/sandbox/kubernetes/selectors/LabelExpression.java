package dev.binnacle.sandbox.kubernetes.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A label selector: requirements all of which must hold. Grammar: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/labels/selector.go.
 */
public final class LabelExpression {
  private static final LabelExpression EVERYTHING = new LabelExpression(List.of());

  private enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    GREATER,
    LESS
  }

  private record Requirement(String key, Operator operator, Set<String> values) {
    boolean matches(JsonNode labels) {
      boolean present = labels.has(key);
      String value = labels.path(key).asText();
      return switch (operator) {
        case EXISTS -> present;
        case ABSENT -> !present;
        case IN -> present && values.contains(value);
        case NOT_IN -> !present || !values.contains(value);
        case GREATER -> present && compare(value) > 0;
        case LESS -> present && compare(value) < 0;
      };
    }

    /** What is no number matches nothing. */
    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException noNumber) {
        return 0;
      }
    }
  }

  private final List<Requirement> requirements;

  private LabelExpression(List<Requirement> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  /** Selects all there is. */
  public static LabelExpression everything() {
    return EVERYTHING;
  }

  /**
   * Reads {@code app=web,tier in (front,back),!canary}; nothing selects everything.
   *
   * @throws SelectorSyntaxException when it is no label selector
   */
  public static LabelExpression parse(String text) {
    Tokens tokens = new Tokens(text);
    if (tokens.peek().isEmpty()) {
      return EVERYTHING;
    }
    List<Requirement> requirements = new ArrayList<>();
    do {
      requirements.add(requirement(tokens));
    } while (tokens.skip(","));
    tokens.end("',' or 'end of string'");
    return new LabelExpression(requirements);
  }

  /** Whether the object's labels are as this wants them. */
  public boolean matches(ObjectNode object) {
    JsonNode labels = object.path("metadata").path("labels");
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }

  private static Requirement requirement(Tokens tokens) {
    if (tokens.skip("!")) {
      return new Requirement(tokens.word("identifier"), Operator.ABSENT, Set.of());
    }
    String key = tokens.word("identifier");
    String next = tokens.peek();
    return switch (next) {
      case "", "," -> new Requirement(key, Operator.EXISTS, Set.of());
      case "=", "==" -> single(tokens, key, Operator.IN);
      case "!=" -> single(tokens, key, Operator.NOT_IN);
      case ">" -> number(single(tokens, key, Operator.GREATER));
      case "<" -> number(single(tokens, key, Operator.LESS));
      case "in" -> many(tokens, key, Operator.IN);
      case "notin" -> many(tokens, key, Operator.NOT_IN);
      default -> throw tokens.unexpected("in, notin, =, ==, !=, <, >");
    };
  }

  private static Requirement single(Tokens tokens, String key, Operator operator) {
    tokens.next();
    String value = tokens.peek();
    if (value.isEmpty() || value.equals(",")) {
      return new Requirement(key, operator, Set.of(""));
    }
    return new Requirement(key, operator, Set.of(tokens.word("identifier")));
  }

  private static Requirement number(Requirement requirement) {
    String value = requirement.values().iterator().next();
    if (!value.matches("-?\\d{1,18}")) {
      throw new SelectorSyntaxException(
          "values[0][%s]: Invalid value: \"%s\": for 'Gt', 'Lt' operators, the value must be an integer"
              .formatted(requirement.key(), value));
    }
    return requirement;
  }

  private static Requirement many(Tokens tokens, String key, Operator operator) {
    tokens.next();
    tokens.expect("(");
    Set<String> values = new LinkedHashSet<>();
    while (!tokens.skip(")")) {
      if (tokens.peek().equals(",")) {
        values.add("");
      } else {
        values.add(tokens.word("identifier"));
      }
      if (!tokens.peek().equals(")")) {
        tokens.expect(",");
      }
    }
    return new Requirement(key, operator, Set.copyOf(values));
  }

  /** The words and signs of a selector, one after the other. */
  private static final class Tokens {
    private static final String SIGNS = "=!<>(),";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Tokens(String text) {
      this.text = text;
      int position = 0;
      while (position < text.length()) {
        char sign = text.charAt(position);
        int end = position + 1;
        if (Character.isWhitespace(sign)) {
          position = end;
          continue;
        }
        if (SIGNS.indexOf(sign) < 0) {
          while (end < text.length()
              && SIGNS.indexOf(text.charAt(end)) < 0
              && !Character.isWhitespace(text.charAt(end))) {
            end++;
          }
        } else if ("=!".indexOf(sign) >= 0 && end < text.length() && text.charAt(end) == '=') {
          end++;
        }
        tokens.add(text.substring(position, end));
        position = end;
      }
    }

    /** The next token, or nothing at the end. */
    String peek() {
      return at < tokens.size() ? tokens.get(at) : "";
    }

    String next() {
      String token = peek();
      at++;
      return token;
    }

    boolean skip(String token) {
      boolean found = at < tokens.size() && tokens.get(at).equals(token);
      if (found) {
        at++;
      }
      return found;
    }

    void expect(String token) {
      if (!skip(token)) {
        throw unexpected("'" + token + "'");
      }
    }

    String word(String expected) {
      if (peek().isEmpty() || SIGNS.indexOf(peek().charAt(0)) >= 0) {
        throw unexpected(expected);
      }
      if (!peek().matches("[A-Za-z0-9_./-]{1,317}")) {
        throw new SelectorSyntaxException(
            "unable to parse requirement: Invalid value: \"%s\"".formatted(peek()));
      }
      return next();
    }

    void end(String expected) {
      if (at < tokens.size()) {
        throw unexpected(expected);
      }
    }

    SelectorSyntaxException unexpected(String expected) {
      return new SelectorSyntaxException(
          "unable to parse requirement: found '%s', expected: %s in \"%s\""
              .formatted(peek(), expected, text));
    }
  }
}
