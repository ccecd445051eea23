package dev.binnacle.http.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOutageTest {

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "53300", "25006"})
  void aLostConnectionIsAnOutage(String state) {
    assertThat(StoreOutage.shows(new SQLException("gone", state))).isTrue();
    assertThat(StoreOutage.shows(new SQLTransientConnectionException())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42601", "40001"})
  void aRefusedStatementIsNot(String state) {
    assertThat(StoreOutage.shows(new SQLException("refused", state))).isFalse();
  }

  @Test
  void otherFaultsAreNot() {
    assertThat(StoreOutage.shows(new SQLException("without a state"))).isFalse();
    assertThat(StoreOutage.shows(new IllegalStateException())).isFalse();
  }
}
