package dev.binnacle.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.http.failures.BodyTooLarge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BoundedStreamTest {

  private static BoundedStream of(int length, int limit) {
    return new BoundedStream(new ByteArrayInputStream(new byte[length]), limit);
  }

  @Test
  void aBodyOfTheLimitPasses() throws IOException {
    assertThat(of(10, 10).readAllBytes()).hasSize(10);
  }

  @Test
  void oneByteMoreIsTooMuchHoweverItIsRead() {
    assertThatThrownBy(() -> of(11, 10).readAllBytes()).isInstanceOf(BodyTooLarge.class);
    assertThatThrownBy(() -> of(11, 10).skip(11)).isInstanceOf(BodyTooLarge.class);
    var single = of(2, 1);
    assertThatThrownBy(
            () -> {
              single.read();
              single.read();
            })
        .isInstanceOf(BodyTooLarge.class);
  }
}
