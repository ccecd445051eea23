package dev.binnacle.security;

import dev.binnacle.api.model.ApiTokenPage;
import dev.binnacle.api.model.CreateApiTokenRequest;
import dev.binnacle.api.model.IssuedApiToken;
import dev.binnacle.api.model.Principal;
import dev.binnacle.api.model.PrincipalKind;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Between the contract's tokens and ours. Pure. */
final class ApiTokenMapper {

  private ApiTokenMapper() {}

  static NewToken asked(CreateApiTokenRequest request) {
    return new NewToken(
        request.getName(),
        Objects.requireNonNullElse(request.getDescription(), ""),
        roles(request.getRoles()),
        Optional.ofNullable(request.getExpiresIn()),
        Optional.ofNullable(request.getExpiresAt()).map(OffsetDateTime::toInstant));
  }

  private static Set<Role> roles(List<dev.binnacle.api.model.Role> roles) {
    if (roles.stream().anyMatch(Objects::isNull)) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "A role is missing.")
          .withErrors(List.of(Problem.Violation.at("/roles", "must not have null in it")))
          .asException();
    }
    return roles.stream()
        .map(role -> Role.valueOf(role.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  static ApiTokenPage page(List<ApiToken> tokens, Optional<String> nextCursor) {
    return new ApiTokenPage()
        .items(tokens.stream().map(ApiTokenMapper::token).toList())
        .nextCursor(nextCursor.orElse(null));
  }

  static IssuedApiToken issued(IssuedToken issued) {
    return new IssuedApiToken().apiToken(token(issued.token())).token(issued.text());
  }

  static dev.binnacle.api.model.ApiToken token(ApiToken token) {
    return new dev.binnacle.api.model.ApiToken()
        .id(token.id())
        .name(token.name())
        .description(token.description().isEmpty() ? null : token.description())
        .owner(owner(token.owner()))
        .roles(
            token.roles().stream()
                .sorted()
                .map(role -> dev.binnacle.api.model.Role.fromValue(role.name()))
                .toList())
        .prefix(token.prefix())
        .createdAt(token.createdAt().atOffset(ZoneOffset.UTC))
        .expiresAt(token.expiresAt().atOffset(ZoneOffset.UTC))
        .lastUsedAt(token.lastUsedAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
  }

  private static Principal owner(TokenOwner owner) {
    boolean own = owner.issuer().equals(Caller.BINNACLE);
    return new Principal()
        .subject(owner.subject())
        .issuer(own ? null : owner.issuer())
        .kind(own ? PrincipalKind.API_TOKEN : PrincipalKind.OIDC);
  }
}
