package dev.binnacle.platform.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.platform.patroni.DynamicConfiguration.Setting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The whole dynamic configuration. */
class ConfigurationShapeTest {

  private static DynamicConfiguration read(String json) {
    try {
      return ConfigurationShape.of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Test
  void whatIsNotSetHasPatronisDefault() {
    var configuration = read("{}");

    assertThat(configuration.settings().ttl()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.retryTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(configuration.settings().maximumLagBytes()).isEqualTo(1_048_576);
    assertThat(configuration.synchronousNodes()).isEqualTo(1);
    assertThat(configuration.paused()).isFalse();
    assertThat(configuration.parameters()).isEmpty();
    assertThat(configuration.others()).isEmpty();
  }

  @Test
  void parametersAndTheRestAreListedByName() {
    var configuration =
        read(
            """
            {"ttl": 20, "pause": true, "failsafe_mode": "on",
             "postgresql": {"use_slots": true,
               "parameters": {"wal_level": "replica", "max_connections": 100}}}
            """);

    assertThat(configuration.paused()).isTrue();
    assertThat(configuration.failsafe()).isTrue();
    assertThat(configuration.parameters())
        .containsExactly(
            new Setting("max_connections", "100", false),
            new Setting("wal_level", "replica", false));
    assertThat(configuration.others())
        .containsExactly(new Setting("postgresql.use_slots", "true", false));
  }

  @Test
  void whatLooksLikeASecretIsHidden() {
    var configuration =
        read(
            """
            {"standby_cluster": {"host": "10.0.0.1"},
             "postgresql": {"parameters": {
               "primary_conninfo": "host=a password = hunter2",
               "archive_command": "push --to s3://user:hunter2@store/%f",
               "ssl_passphrase_command": "echo hunter2",
               "restore_command": "aws_secret_access_key=hunter2 fetch %f"}}}
            """);

    assertThat(configuration.standbyCluster()).isTrue();
    assertThat(configuration.parameters()).hasSize(4).allMatch(Setting::hidden);
    assertThat(configuration.toString()).doesNotContain("hunter2");
  }
}
