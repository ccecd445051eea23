package dev.binnacle.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.api.model.CreateApiTokenRequest;
import dev.binnacle.api.model.PrincipalKind;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiTokenMapperTest {

  private static ApiToken owned(TokenOwner owner) {
    return new ApiToken(
        UUID.randomUUID(),
        "bnc_k3v7mq2x",
        "nightly",
        "",
        owner,
        Set.of(Role.AUDITOR, Role.VIEWER),
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(1),
        Optional.empty(),
        3);
  }

  @Test
  void absentMembersAreAbsent() {
    var mapped = ApiTokenMapper.token(owned(new TokenOwner("maria", "https://issuer")));
    assertThat(mapped.getDescription()).isNull();
    assertThat(mapped.getLastUsedAt()).isNull();
    assertThat(mapped.getOwner().getIssuer()).isEqualTo("https://issuer");
    assertThat(mapped.getOwner().getKind()).isEqualTo(PrincipalKind.OIDC);
    assertThat(mapped.getRoles()).extracting(Enum::name).containsExactly("VIEWER", "AUDITOR");
  }

  @Test
  void binnacleItselfIsNoIssuer() {
    var owner =
        ApiTokenMapper.token(owned(new TokenOwner("bootstrap", Caller.BINNACLE))).getOwner();
    assertThat(owner.getIssuer()).isNull();
    assertThat(owner.getKind()).isEqualTo(PrincipalKind.API_TOKEN);
  }

  @Test
  void rolesAreASetWithoutHoles() {
    var request =
        new CreateApiTokenRequest()
            .name("nightly")
            .roles(List.of(dev.binnacle.api.model.Role.VIEWER, dev.binnacle.api.model.Role.VIEWER));
    assertThat(ApiTokenMapper.asked(request).roles()).containsExactly(Role.VIEWER);
    assertThat(ApiTokenMapper.asked(request).description()).isEmpty();
    request.setRoles(Arrays.asList(dev.binnacle.api.model.Role.VIEWER, null));
    assertThat(
            catchThrowableOfType(ProblemException.class, () -> ApiTokenMapper.asked(request))
                .problem()
                .code())
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
  }
}
