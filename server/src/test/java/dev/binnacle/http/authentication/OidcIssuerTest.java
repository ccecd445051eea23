package dev.binnacle.http.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import dev.binnacle.identity.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcIssuerTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "binnacle.oidc.issuers", "work",
          "binnacle.oidc.work.issuer", "https://login.example.org",
          "binnacle.oidc.work.audience", "binnacle");

  private static List<OidcIssuer> read(Map<String, String> values) {
    return OidcIssuer.all(name -> Optional.ofNullable(values.get(name)));
  }

  private static Map<String, String> with(String property, String value) {
    var values = new HashMap<>(LEAST);
    values.put("binnacle.oidc.work." + property, value);
    return values;
  }

  @Test
  void withoutConfigurationThereAreNone() {
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void theRestHasDefaults() {
    var issuer = read(LEAST).getFirst();
    assertThat(issuer.subjectClaim()).isEqualTo("sub");
    assertThat(issuer.roleClaim()).isEqualTo("roles");
    assertThat(issuer.clockSkew()).isEqualTo(Duration.ofSeconds(60));
    assertThat(issuer.roleMapping())
        .containsEntry("admin", Role.ADMIN)
        .containsEntry("ADMIN", Role.ADMIN);
    assertThat(issuer.algorithms())
        .containsExactlyInAnyOrder(
            JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);
    assertThat(issuer.discoveryAddress())
        .hasToString("https://login.example.org/.well-known/openid-configuration");
  }

  @Test
  void rolesAreMapped() {
    assertThat(read(with("role-mapping", "ops team=operator, a=b=admin")).getFirst().roleMapping())
        .isEqualTo(Map.of("ops team", Role.OPERATOR, "a=b", Role.ADMIN));
  }

  @ParameterizedTest
  @CsvSource({
    "issuer,http://login.example.org",
    "issuer,login",
    "audience,''",
    "role-mapping,ops=king",
    "role-mapping,operator",
    "clock-skew,soon",
    "clock-skew,PT1H",
    "algorithms,HS256",
    "algorithms,none",
    "algorithms,','",
  })
  void aMistakeIsNamed(String property, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(with(property, value)))
        .withMessageStartingWith("binnacle.oidc.work." + property);
  }
}
