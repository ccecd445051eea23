package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "4, 4000",
    "250m, 250",
    "0.1, 100",
    "1.5, 1500",
    "100u, 1",
    "137123456n, 138",
    "2k, 2000000"
  })
  void millis(String text, long millis) {
    assertThat(Quantities.millis(of(text), "it")).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "128974848, 128974848",
    "129e6, 129000000",
    "129M, 129000000",
    "123Mi, 128974848",
    "1.5Gi, 1610612736",
    "128974848000m, 128974848",
    "8Ei, 9223372036854775807"
  })
  void whole(String text, long whole) {
    assertThat(Quantities.whole(of(text), "it")).isEqualTo(whole);
  }

  @Test
  void nothingIsZero() {
    assertThat(Quantities.whole(of("1"), "other")).isZero();
    assertThat(Quantities.millis(null, "it")).isZero();
  }

  private static Map<String, Quantity> of(String text) {
    return Map.of("it", new Quantity(text));
  }
}
