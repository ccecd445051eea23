package dev.binnacle.http.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Judges the tokens of one issuer. Thread-safe. */
final class IssuerVerifier {

  /** The second is that of RFC 9068. */
  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  private final OidcIssuer issuer;
  private final Discovery discovery;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  IssuerVerifier(OidcIssuer issuer, Supplier<Clock> clock, Duration fetchInterval) {
    this.issuer = issuer;
    this.discovery = new Discovery(issuer, fetchInterval);
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types()));
    processor.setJWSVerifierFactory(new Signatures());
    processor.setJWSKeySelector((header, context) -> keys(header));
    processor.setJWTClaimsSetVerifier(new TokenRules(issuer, clock));
  }

  private static Set<JOSEObjectType> types() {
    var types = new HashSet<>(TYPES);
    types.add(null);
    return types;
  }

  OidcIssuer issuer() {
    return issuer;
  }

  /**
   * The claims of the token.
   *
   * @throws dev.binnacle.problems.ProblemException 401 when it is not accepted, 503 when the issuer
   *     cannot be asked for its keys
   */
  JWTClaimsSet verified(SignedJWT token) {
    try {
      return processor.process(token, null);
    } catch (ExpiredJWTException expired) {
      throw Problem.of(ProblemCode.TOKEN_EXPIRED, "The token has expired.")
          .withRemedy("Get a new token and repeat.")
          .asException();
    } catch (RateLimitReachedException unknownKey) {
      throw refused("it is signed with a key that its issuer does not publish");
    } catch (KeySourceException unavailable) {
      throw unavailable(unavailable.getMessage());
    } catch (BadJOSEException | JOSEException bad) {
      throw refused(bad.getMessage());
    }
  }

  private List<Key> keys(JWSHeader header) throws KeySourceException {
    if (!issuer.algorithms().contains(header.getAlgorithm())) {
      return List.of();
    }
    try {
      var matcher = JWKMatcher.forJWSHeader(header);
      return discovery.keys(new JWKSelector(matcher)).stream()
          .flatMap(published -> PublicKeys.of(published).stream())
          .toList();
    } catch (IssuerUnavailable unavailable) {
      throw new KeySourceException(unavailable.getMessage(), unavailable);
    }
  }

  private static RuntimeException refused(String why) {
    return Problem.of(ProblemCode.INVALID_TOKEN, "The token is not accepted: %s.".formatted(why))
        .withRemedy("Get a new token and repeat.")
        .asException();
  }

  private RuntimeException unavailable(String said) {
    return Problem.of(
            ProblemCode.COMPONENT_UNAVAILABLE,
            "The issuer \"%s\" of the token cannot be asked for its keys.".formatted(issuer.name()))
        .withRemedy("Repeat when it is back, or use an API token.")
        .causedBy("OIDC_ISSUER", issuer.name(), said)
        .asException();
  }
}
