package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.problems.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private record Position(long sequence) {}

  private static final List<?> SCOPE = List.of("events", "orders");

  @Test
  void aCursorLeadsBackToItsPosition() {
    var cursor = Cursors.write(SCOPE, new Position(7));
    assertThat(Cursors.read(cursor, SCOPE, Position.class)).contains(new Position(7));
  }

  @Test
  void noCursorIsTheFirstPage() {
    assertThat(Cursors.read(null, SCOPE, Position.class)).isEmpty();
  }

  @Test
  void aCursorOfOtherFiltersIsRefused() {
    var cursor = Cursors.write(List.of("events", "payments"), new Position(7));
    assertThatThrownBy(() -> Cursors.read(cursor, SCOPE, Position.class))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("INVALID_CURSOR");
  }

  @Test
  void aCursorWithoutPositionIsRefused() {
    var cursor = Cursors.write(SCOPE, null);
    assertThatThrownBy(() -> Cursors.read(cursor, SCOPE, Position.class))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "bm90IGpzb24", "bnVsbA", "e30", "W10"})
  void whatIsNoCursorIsRefused(String foreign) {
    assertThatThrownBy(() -> Cursors.read(foreign, SCOPE, Position.class))
        .isInstanceOf(ProblemException.class);
  }
}
