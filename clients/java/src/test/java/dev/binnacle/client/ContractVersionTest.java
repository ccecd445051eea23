package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers this client understands. */
class ContractVersionTest {
  @Test
  void isThatOfTheContractItWasGeneratedFrom() throws IOException {
    var contract = new ObjectMapper().readTree(new File("../../api-spec/target/openapi.json"));
    assertThat(ContractVersion.OWN.text()).isEqualTo(contract.at("/info/version").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.9, true",
    "0.1.0, 0.2.0, false",
    "0.1.0, 1.1.0, false",
    "1.2.0, 1.7.3, true",
    "1.2.0, 2.0.0, false",
    "1.2.0, nonsense, false"
  })
  void understandsItsOwnSeries(String one, String other, boolean understood) {
    assertThat(new ContractVersion(one).understands(new ContractVersion(other)))
        .isEqualTo(understood);
  }
}
