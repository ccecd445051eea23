package dev.binnacle.nodes.labels;

import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.LabelSelector.Operator;
import dev.binnacle.platform.kubernetes.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a label selector: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (b,c)}, {@code a
 * notin (b,c)}, {@code a}, {@code !a}, joined by commas (kubernetes apimachinery
 * pkg/labels/selector.go). Its comparisons {@code >} and {@code <} are refused in words.
 */
public final class LabelSelectorParser {

  private static final String SPECIAL = "=!(),<>";

  private final String text;
  private int next;

  private LabelSelectorParser(String text) {
    this.text = text;
  }

  /**
   * The selector that the text means; blank means all.
   *
   * @throws LabelSyntaxException when it means nothing
   */
  public static LabelSelector parse(String text) throws LabelSyntaxException {
    return new LabelSelectorParser(text).selector();
  }

  private LabelSelector selector() throws LabelSyntaxException {
    skipSpace();
    if (atEnd()) {
      return LabelSelector.ALL;
    }
    var requirements = new ArrayList<Requirement>();
    requirements.add(requirement());
    while (!atEnd()) {
      expect(',');
      requirements.add(requirement());
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() throws LabelSyntaxException {
    skipSpace();
    if (takes('!')) {
      return new Requirement(key(), Operator.DOES_NOT_EXIST, List.of());
    }
    var key = key();
    if (atEnd() || text.charAt(next) == ',') {
      return new Requirement(key, Operator.EXISTS, List.of());
    }
    if (takes('=')) {
      takes('=');
      return new Requirement(key, Operator.IN, List.of(value()));
    }
    if (takes('!')) {
      expect('=');
      return new Requirement(key, Operator.NOT_IN, List.of(value()));
    }
    return set(key);
  }

  private Requirement set(String key) throws LabelSyntaxException {
    int start = next;
    return switch (word()) {
      case "in" -> new Requirement(key, Operator.IN, values());
      case "notin" -> new Requirement(key, Operator.NOT_IN, values());
      default ->
          throw new LabelSyntaxException(
              start, "expected one of =, ==, !=, in, notin, or a comma after \"" + key + "\"");
    };
  }

  private List<String> values() throws LabelSyntaxException {
    expect('(');
    var values = Stream.<String>builder().add(value());
    while (takes(',')) {
      values.add(value());
    }
    expect(')');
    return values.build().toList();
  }

  private String key() throws LabelSyntaxException {
    return checked(LabelNames::wrongKey);
  }

  private String value() throws LabelSyntaxException {
    return checked(LabelNames::wrongValue);
  }

  private String checked(java.util.function.Function<String, Optional<String>> check)
      throws LabelSyntaxException {
    skipSpace();
    int start = next;
    var word = word();
    var wrong = check.apply(word);
    if (wrong.isPresent()) {
      throw new LabelSyntaxException(
          start, word.isEmpty() ? "expected the name of a label, found " + here() : wrong.get());
    }
    return word;
  }

  /** What stands here up to the next space or special character, and the space behind it. */
  private String word() {
    int start = next;
    while (!atEnd()
        && !Character.isWhitespace(text.charAt(next))
        && SPECIAL.indexOf(text.charAt(next)) < 0) {
      next++;
    }
    var word = text.substring(start, next);
    skipSpace();
    return word;
  }

  private boolean takes(char expected) {
    skipSpace();
    if (atEnd() || text.charAt(next) != expected) {
      return false;
    }
    next++;
    skipSpace();
    return true;
  }

  private void expect(char expected) throws LabelSyntaxException {
    if (!takes(expected)) {
      throw new LabelSyntaxException(next, "expected \"" + expected + "\", found " + here());
    }
  }

  private String here() {
    return atEnd() ? "the end" : "\"" + text.charAt(next) + "\"";
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private boolean atEnd() {
    return next >= text.length();
  }
}
