package dev.binnacle.platform.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements without what people store in them. */
class StatementTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select * from article where id = 4711                 | select * from article where id = ?
          update stock set n = n - 2.5 where sku = 'A-1'         | update stock set n = n - ? where sku = ?
          select 'it''s', E'it\\'s', 1                           | select ?, ?, ?
          select * from table2 where col_3 = $1 limit $2         | select * from table2 where col_3 = $1 limit $2
          select "Name's 5" from t where x = 'y'                 | select "Name's 5" from t where x = ?
          select $$a 'secret' text$$, $tag$ $$ $tag$             | select ?, ?
          """)
  void constantsAreQuestionMarks(String statement, String shown) {
    assertThat(StatementText.withoutConstants(statement)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter role shop password 'hunter2'",
        "select 'C:\\', 'hunter2'",
        "/* it's a comment */ select 'hunter2'",
        "-- it's a comment\nselect 'hunter2'",
        "select 1 /* 'hunter2",
        "select $body$ hunter2",
        "select 'cut off hunter2",
        "select E'\\'hunter2'",
        "select \"a'b\", 'hunter2'",
        "select E'it\\'s hunter2 \\",
      })
  void noSecretGetsThroughHoweverTheStatementIsWritten(String statement) {
    assertThat(StatementText.withoutConstants(statement)).doesNotContain("hunter2");
  }

  @Test
  void aVeryLongConstantCostsNothing() {
    var text = "it''s ".repeat(200_000);
    assertThat(StatementText.withoutConstants("select '" + text + "', E'" + text + "', 1"))
        .isEqualTo("select ?, ?, ?");
  }

  @Test
  void aLongStatementIsCutOffAndLineBreaksAreSpaces() {
    assertThat(StatementText.withoutConstants("select\n  a,\n  b")).isEqualTo("select a, b");
    assertThat(StatementText.withoutConstants("select " + "column, ".repeat(2_000))).hasSize(4_000);
  }
}
