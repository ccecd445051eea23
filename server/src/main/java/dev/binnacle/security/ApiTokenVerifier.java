package dev.binnacle.security;

import dev.binnacle.http.BearerVerifier;
import dev.binnacle.identity.Caller;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/**
 * Recognises API tokens. What is wrong with a token is told only to those who have its secret.
 * Thread-safe.
 */
@ApplicationScoped
public class ApiTokenVerifier implements BearerVerifier {

  private final KnownTokens known;
  private final TokenUses uses;
  private final Clock clock;

  /** Required by CDI. */
  protected ApiTokenVerifier() {
    this(null, null, null);
  }

  /** A verifier against the state store. */
  @Inject
  public ApiTokenVerifier(KnownTokens known, TokenUses uses, Clock clock) {
    this.known = known;
    this.uses = uses;
    this.clock = clock;
  }

  @Override
  public Optional<Caller> verify(String token, String sourceAddress, String requestId) {
    if (!TokenText.isMeantBy(token)) {
      return Optional.empty();
    }
    var credential =
        TokenText.prefix(token)
            .flatMap(known::find)
            .filter(found -> found.matches(token))
            .filter(found -> !found.revoked())
            .orElseThrow(ApiTokenVerifier::invalid);
    var now = clock.instant();
    if (!now.isBefore(credential.expiresAt())) {
      throw expired(credential);
    }
    uses.note(credential.id(), now);
    return Optional.of(
        new Caller(
            credential.owner().subject(),
            credential.owner().issuer(),
            Caller.Kind.API_TOKEN,
            credential.roles(),
            sourceAddress,
            requestId,
            Optional.of(credential.name())));
  }

  private static RuntimeException invalid() {
    return Problem.of(ProblemCode.INVALID_TOKEN, "The API token is not known, or was revoked.")
        .withRemedy("Create another one with POST /api-tokens.")
        .asException();
  }

  private static RuntimeException expired(TokenCredential credential) {
    return Problem.of(
            ProblemCode.TOKEN_EXPIRED,
            "The API token \""
                + credential.name()
                + "\" expired at "
                + credential.expiresAt()
                + ".")
        .withRemedy("Create another one with POST /api-tokens.")
        .asException();
  }
}
