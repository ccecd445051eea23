package dev.binnacle.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnnouncedStreamTest {

  private static AnnouncedStream of(String text, long length) {
    return new AnnouncedStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), length);
  }

  @Test
  void endsWhereTheLengthSaysAndNeverReadsBeyond() throws IOException {
    var source = new ByteArrayInputStream("bodyNEXT".getBytes(StandardCharsets.UTF_8));

    assertThat(new AnnouncedStream(source, 4).readAllBytes()).asString().isEqualTo("body");
    assertThat(source.readAllBytes()).asString().isEqualTo("NEXT");
  }

  @Test
  void endsByteByByteToo() throws IOException {
    var stream = of("bodyNEXT", 2);
    assertThat(stream.read()).isEqualTo('b');
    assertThat(stream.read()).isEqualTo('o');
    assertThat(stream.read()).isEqualTo(-1);
  }

  @Test
  void endsWithAConnectionThatBreaksOffEarlier() throws IOException {
    assertThat(of("bo", 4).readAllBytes()).asString().isEqualTo("bo");
  }
}
