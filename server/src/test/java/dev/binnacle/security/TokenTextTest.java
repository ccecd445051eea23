package dev.binnacle.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {

  @Test
  void randomTokensAreWellFormedAndDifferent() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 1000; i++) {
      var text = TokenText.random();
      assertThat(text).matches("bnc_[a-z2-7]{8}_[0-9A-Za-z]{32}");
      assertThat(TokenText.prefix(text)).contains(text.substring(0, 12));
      assertThat(seen.add(text)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bnc_",
        "bnc_k3v7mq2x",
        "bnc_k3v7mq2x_EXAMPLEEXAMPLEEXAMPLEEXAMPLE000",
        "bnc_k3v7mq2x_EXAMPLEEXAMPLEEXAMPLEEXAMPLE00000",
        "bnc_k3v7mq2X_EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000",
        "bnc_k3v7mq21_EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000",
        "bnc_k3v7mq2x_EXAMPLEEXAMPLEEXAMPLEEXAMPLE000-",
        "bnc_k3v7mq2x_EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000\n",
        " bnc_k3v7mq2x_EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"
      })
  void otherTextsHaveNoPrefix(String text) {
    assertThat(TokenText.prefix(text)).isEmpty();
  }

  @Test
  void theHashIsThatOfTheWholeText() {
    assertThat(TokenText.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
