package dev.binnacle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(StorableText.of("Umlaut ä, 日本, 🦀\n")).isEqualTo("Umlaut ä, 日本, 🦀\n");
  }

  @Test
  void whatTheStoreCannotKeepIsReplaced() {
    assertThat(StorableText.of("a\0b\uD800c\uDC00d🦀")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd🦀");
  }
}
