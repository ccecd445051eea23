package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final List<String> ALL = List.of("a", "b", "c");

  @Test
  void pagesEndWhereTheListEnds() {
    assertThat(page("", 2)).isEqualTo(new Page<>(List.of("a", "b"), java.util.Optional.of("b")));
    assertThat(page("b", 2)).isEqualTo(new Page<>(List.of("c"), java.util.Optional.empty()));
    assertThat(page("", 3).next()).isEmpty();
    assertThat(page("c", 3).items()).isEmpty();
  }

  private static Page<String, String> page(String after, int limit) {
    return Page.of(ALL, item -> item, item -> item.compareTo(after) > 0, limit);
  }
}
