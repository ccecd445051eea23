package dev.binnacle.http.authentication;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.binnacle.http.BearerVerifier;
import dev.binnacle.identity.Caller;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognises JSON Web Tokens and judges those of the configured issuers. Thread-safe. */
@ApplicationScoped
public class OidcVerifier implements BearerVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(OidcVerifier.class);
  private static final Duration FETCH_INTERVAL = Duration.ofSeconds(30);

  private final Map<String, IssuerVerifier> verifiers;

  /** Required by CDI. */
  protected OidcVerifier() {
    this(List.of(), Clock::systemUTC, FETCH_INTERVAL);
  }

  /**
   * The verifier of the issuers that the configuration names.
   *
   * @param clock the store's, which is not there yet when this bean is
   * @throws IllegalArgumentException naming the property that is missing or wrong
   */
  @Inject
  public OidcVerifier(Instance<Clock> clock) {
    this(
        OidcIssuer.all(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class)),
        clock::get,
        FETCH_INTERVAL);
  }

  /** A verifier of these issuers, with an interval of one's own between fetches of keys. */
  OidcVerifier(List<OidcIssuer> issuers, Supplier<Clock> clock, Duration fetchInterval) {
    this.verifiers =
        issuers.stream()
            .map(issuer -> new IssuerVerifier(issuer, clock, fetchInterval))
            .collect(
                Collectors.toUnmodifiableMap(
                    verifier -> verifier.issuer().issuer(), Function.identity()));
  }

  /** Reads the configuration at the start, where a mistake in it fails the deployment. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.info("{} OIDC issuers are accepted: {}", verifiers.size(), verifiers.keySet());
  }

  @Override
  public Optional<Caller> verify(String token, String sourceAddress, String requestId) {
    if (token.chars().filter(character -> character == '.').count() < 2) {
      return Optional.empty();
    }
    var signed = signed(token);
    var verifier = verifiers.get(issuer(signed));
    if (verifier == null) {
      throw refused("The issuer of the token is not one of those that are accepted.");
    }
    var claims = verifier.verified(signed);
    var subject =
        TokenClaims.subject(claims, verifier.issuer())
            .orElseThrow(() ->
                refused("The token has no claim %s.".formatted(verifier.issuer().subjectClaim())));
    return Optional.of(
        new Caller(
            subject,
            verifier.issuer().issuer(),
            Caller.Kind.OIDC,
            TokenClaims.roles(claims, verifier.issuer()),
            sourceAddress,
            requestId));
  }

  private static SignedJWT signed(String token) {
    try {
      if (JWTParser.parse(token) instanceof SignedJWT signed) {
        return signed;
      }
    } catch (ParseException | IllegalArgumentException malformed) {
      throw refused("The token looks like a JWT, but cannot be read.");
    }
    throw refused("The token is not signed.");
  }

  private static String issuer(SignedJWT signed) {
    try {
      return String.valueOf(signed.getJWTClaimsSet().getIssuer());
    } catch (ParseException malformed) {
      throw refused("The claims of the token cannot be read.");
    }
  }

  private static RuntimeException refused(String detail) {
    return Problem.of(ProblemCode.INVALID_TOKEN, detail)
        .withRemedy("Get a new token and repeat.")
        .asException();
  }
}
