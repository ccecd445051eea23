package dev.binnacle.http.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.binnacle.identity.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an issuer's claims mean here. */
final class TokenClaims {

  private TokenClaims() {}

  /** Who the token is of. */
  static Optional<String> subject(JWTClaimsSet claims, OidcIssuer issuer) {
    return find(claims.getClaims(), issuer.subjectClaim())
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(subject -> !subject.isBlank());
  }

  /** What the token's bearer may do here; values that mean nothing here are left out. */
  static Set<Role> roles(JWTClaimsSet claims, OidcIssuer issuer) {
    return find(claims.getClaims(), issuer.roleClaim()).stream()
        .flatMap(TokenClaims::values)
        .map(issuer.roleMapping()::get)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A claim of that very name, else the one that the dots lead to. */
  private static Optional<Object> find(Map<?, ?> claims, String path) {
    if (claims.get(path) != null) {
      return Optional.of(claims.get(path));
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? find(inner, path.substring(dot + 1))
        : Optional.empty();
  }

  /** Issuers write several values as a list, or as one text with spaces between. */
  private static Stream<String> values(Object claim) {
    return switch (claim) {
      case Collection<?> list -> list.stream().map(String::valueOf);
      case String text -> Arrays.stream(text.split("[ ,]+"));
      default -> Stream.empty();
    };
  }
}
