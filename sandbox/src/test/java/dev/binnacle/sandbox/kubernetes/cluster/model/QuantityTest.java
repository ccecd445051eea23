package dev.binnacle.sandbox.kubernetes.cluster.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "250m, 250",
    "1.5, 1500",
    "100n, 1",
    "2k, 2000000",
    "1Ki, 1024000",
    "8Gi, 8589934592000",
    "1e3, 1000000",
    "0, 0"
  })
  void isCountedInThousandths(String text, long milli) {
    assertThat(Quantity.milli(text)).isEqualTo(milli);
  }
}
