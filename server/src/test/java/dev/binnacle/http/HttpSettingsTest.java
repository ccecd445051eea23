package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  private static HttpSettings of(Map<String, String> values) {
    return HttpSettings.of(name -> Optional.ofNullable(values.get(name)));
  }

  @Test
  void withoutConfigurationTheDefaultsHold() {
    assertThat(of(Map.of())).isEqualTo(new HttpSettings(1_048_576, 600, 60));
  }

  @Test
  void valuesAreTaken() {
    assertThat(
            of(
                Map.of(
                    "binnacle.http.body.limit", "10",
                    "binnacle.http.requests.per.minute", " 20 ",
                    "binnacle.http.failures.per.minute", "30")))
        .isEqualTo(new HttpSettings(10, 20, 30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "0", "-1", "4294967296", ""})
  void whatIsNoNumberOfRequestsIsNamed(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(Map.of("binnacle.http.requests.per.minute", value)))
        .withMessageContaining("binnacle.http.requests.per.minute");
  }
}
