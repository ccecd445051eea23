package dev.binnacle.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateAnswerTest {

  @Test
  void aKeyThatTheTargetHasIsTaken() {
    assertThat(
            MigrateAnswer.error(
                "ERR Target instance replied with error: BUSYKEY Target key name already exists."))
        .isInstanceOf(MigrateAnswer.Taken.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IOERR error or timeout reading to target instance",
        "CLUSTERDOWN The cluster is down",
        "MOVED 866 127.0.0.1:6380",
        "ERR Target instance replied with error: LOADING Redis is loading the dataset in memory",
        "ERR Target instance replied with error: READONLY You can't write against a replica."
      })
  void whatGoesByIsBroken(String said) {
    assertThat(MigrateAnswer.error(said)).isEqualTo(new MigrateAnswer.Broken(said));
  }

  @Test
  void whatDoesNotGoByIsARefusal() {
    var said = "ERR Target instance replied with error: OOM command not allowed";

    assertThat(MigrateAnswer.error(said)).isEqualTo(new MigrateAnswer.Refused(said));
  }
}
