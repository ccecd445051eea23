package dev.binnacle.nodes.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.LabelSelector.Operator;
import dev.binnacle.platform.kubernetes.LabelSelector.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorParserTest {

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "a==b", " a = b ", "a in (b)", "a in(b)", "a\tin ( b )"})
  void equality(String text) throws LabelSyntaxException {
    assertThat(parse(text)).containsExactly(new Requirement("a", Operator.IN, List.of("b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a!=b", "a != b", "a notin (b)"})
  void inequality(String text) throws LabelSyntaxException {
    assertThat(parse(text)).containsExactly(new Requirement("a", Operator.NOT_IN, List.of("b")));
  }

  @Test
  void existence() throws LabelSyntaxException {
    assertThat(parse("a")).containsExactly(new Requirement("a", Operator.EXISTS, List.of()));
    assertThat(parse("!a"))
        .isEqualTo(parse("! a"))
        .containsExactly(new Requirement("a", Operator.DOES_NOT_EXIST, List.of()));
  }

  @Test
  void severalTogether() throws LabelSyntaxException {
    assertThat(parse("node-role.kubernetes.io/etcd,zone in (a, b) ,!canary,tier="))
        .containsExactly(
            new Requirement("node-role.kubernetes.io/etcd", Operator.EXISTS, List.of()),
            new Requirement("zone", Operator.IN, List.of("a", "b")),
            new Requirement("canary", Operator.DOES_NOT_EXIST, List.of()),
            new Requirement("tier", Operator.IN, List.of("")));
  }

  @Test
  void labelsNamedLikeOperators() throws LabelSyntaxException {
    assertThat(parse("in in (in),notin"))
        .containsExactly(
            new Requirement("in", Operator.IN, List.of("in")),
            new Requirement("notin", Operator.EXISTS, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void nothingMeansAll(String text) throws LabelSyntaxException {
    assertThat(LabelSelectorParser.parse(text)).isEqualTo(LabelSelector.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          =b           | 0
          a=b,         | 4
          a=b c        | 4
          a is b       | 2
          a in b       | 5
          a in (b      | 7
          a in (b c)   | 8
          a>1          | 1
          a!b          | 2
          !            | 1
          a=b=c        | 3
          -a=b         | 0
          A_B.example/a | 0
          a=-b         | 2
          a,,b         | 2
          """)
  void whatIsWrongIsNamedByItsPosition(String text, int position) {
    var wrong =
        catchThrowableOfType(LabelSyntaxException.class, () -> LabelSelectorParser.parse(text));
    assertThat(wrong.position()).isEqualTo(position);
    assertThat(wrong.words()).contains("at character " + (position + 1) + ": ");
  }

  @Test
  void namesAndValuesHaveTheirLength() throws LabelSyntaxException {
    var longest = "a".repeat(63);
    assertThat(parse(longest + "=" + longest)).hasSize(1);
    assertThat(
            catchThrowableOfType(
                LabelSyntaxException.class, () -> LabelSelectorParser.parse(longest + "a")))
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                LabelSyntaxException.class, () -> LabelSelectorParser.parse("a=" + longest + "a")))
        .isNotNull();
  }

  private static List<Requirement> parse(String text) throws LabelSyntaxException {
    return LabelSelectorParser.parse(text).requirements();
  }
}
