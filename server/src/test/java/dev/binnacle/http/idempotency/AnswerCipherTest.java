package dev.binnacle.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCipherTest {

  private static final KeptAnswer ANSWER =
      new KeptAnswer(201, Map.of("ETag", "\"1\""), "a secret".getBytes(StandardCharsets.UTF_8));

  @Test
  void whoHasTheKeyReadsTheAnswer() {
    var stored = new AnswerCipher("key", "hash").encrypt(ANSWER);
    assertThat(new AnswerCipher("key", "hash").decrypt(stored))
        .usingRecursiveComparison()
        .isEqualTo(ANSWER);
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void theSameAnswerNeverLooksTheSame() {
    var cipher = new AnswerCipher("key", "hash");
    assertThat(cipher.encrypt(ANSWER)).isNotEqualTo(cipher.encrypt(ANSWER));
  }

  @Test
  void anotherKeyAnotherRowOrAChangedByteReadsNothing() {
    var stored = new AnswerCipher("key", "hash").encrypt(ANSWER);
    assertThatIllegalStateException()
        .isThrownBy(() -> new AnswerCipher("other", "hash").decrypt(stored));
    assertThatIllegalStateException()
        .isThrownBy(() -> new AnswerCipher("key", "other").decrypt(stored));
    stored[stored.length - 1] ^= 1;
    assertThatIllegalStateException()
        .isThrownBy(() -> new AnswerCipher("key", "hash").decrypt(stored));
    assertThatIllegalStateException()
        .isThrownBy(() -> new AnswerCipher("key", "hash").decrypt(new byte[3]));
  }
}
