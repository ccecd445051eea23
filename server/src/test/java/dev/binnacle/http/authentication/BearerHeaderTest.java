package dev.binnacle.http.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerHeaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"Bearer a.b-c_d", "bearer a.b-c_d", "BEARER   a.b-c_d "})
  void theTokenIsReadWhateverTheCaseOfTheScheme(String header) {
    assertThat(BearerHeader.token(header)).isEqualTo("a.b-c_d");
  }

  @Test
  void withoutAHeaderATokenIsAskedFor() {
    assertThatThrownBy(() -> BearerHeader.token(null))
        .hasMessageContaining("AUTHENTICATION_REQUIRED");
    assertThatThrownBy(() -> BearerHeader.token(" "))
        .hasMessageContaining("AUTHENTICATION_REQUIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "abc"})
  void anythingElseIsNoToken(String header) {
    assertThatThrownBy(() -> BearerHeader.token(header)).hasMessageContaining("INVALID_TOKEN");
  }
}
