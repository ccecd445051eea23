package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformSettingsTest {

  @Test
  void defaults() {
    var settings = new PlatformSettings(new GivenConfig(Map.of()));
    assertThat(settings.file()).isEmpty();
    assertThat(settings.timeLimit()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.concurrency()).isEqualTo(32);
    assertThat(settings.openTime()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void given() {
    var settings =
        new PlatformSettings(
            new GivenConfig(
                Map.of(
                    "binnacle.platform", "/etc/binnacle/platform.yaml",
                    "binnacle.component.time.limit", "PT1S",
                    "binnacle.component.concurrency", "4",
                    "binnacle.component.open.time", "PT10S")));
    assertThat(settings.file()).contains(Path.of("/etc/binnacle/platform.yaml"));
    assertThat(settings.timeLimit()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.concurrency()).isEqualTo(4);
    assertThat(settings.openTime()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aBlankFileIsNone() {
    assertThat(new PlatformSettings(new GivenConfig(Map.of("binnacle.platform", " "))).file())
        .isEmpty();
  }
}
