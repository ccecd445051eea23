package dev.binnacle.nodes.cordon;

import static dev.binnacle.nodes.GivenNode.worker;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CordonNoteTest {

  private static final CordonNote NOTE =
      new CordonNote(
          UUID.fromString("0193572b-5a0e-7c43-9d42-9f3b8a6d2c11"),
          "maria@example.org",
          Instant.parse("2026-11-23T02:51:40Z"),
          "Kernel \"update\", CHG-2214");

  @Test
  void isReadFromACordonedNode() {
    assertThat(CordonNote.on(worker("a").cordoned(NOTE).node())).contains(NOTE);
  }

  @Test
  void meansNothingOnANodeThatTakesPods() {
    var node = worker("a").annotation(CordonNote.ANNOTATION, NOTE.text()).node();
    assertThat(CordonNote.on(node)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "somebody", "null", "{}", "[]", "{\"by\":\"x\"}", "{\"at\":\"x\"}"})
  void whatSomebodyElseWroteIsNone(String text) {
    var node = worker("a").cordoned().annotation(CordonNote.ANNOTATION, text).node();
    assertThat(CordonNote.on(node)).isEmpty();
  }
}
