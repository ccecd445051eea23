package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform descriptions that the packaging in {@code docker/} brings along. */
class PackagedDescriptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/base/platform.yaml", "compose/platform.yaml"})
  void aServerTakesIt(String file) throws IOException {
    var platform = DescriptionReader.read(Files.readString(Path.of("..", "docker").resolve(file)));

    assertThat(platform.sites()).hasSize(1);
    assertThat(platform.clusters()).hasSize(1);
  }
}
