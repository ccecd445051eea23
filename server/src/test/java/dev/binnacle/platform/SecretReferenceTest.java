package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.platform.SecretReference.SecretUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {

  @TempDir Path directory;

  @Test
  void readsAFileEachTimeWithoutItsLineEnd() throws IOException {
    var file = Files.writeString(directory.resolve("password"), "first\n");
    var secret = new SecretReference.InFile(file);
    assertThat(secret.read()).isEqualTo("first");
    Files.writeString(file, "second");
    assertThat(secret.read()).isEqualTo("second");
  }

  @Test
  void namesThePlaceOfAMissingSecret() {
    assertThatThrownBy(new SecretReference.InFile(directory.resolve("gone"))::read)
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessageContaining("gone");
    assertThatThrownBy(new SecretReference.Environment("BINNACLE_TEST_NOT_SET")::read)
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessageContaining("BINNACLE_TEST_NOT_SET");
  }
}
