package dev.binnacle.http.authentication;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Clock;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** What the claims of a token have to say, by a clock that may be off by the issuer's skew. */
final class TokenRules extends DefaultJWTClaimsVerifier<SecurityContext> {

  private final Supplier<Clock> clock;
  private final OidcIssuer issuer;

  TokenRules(OidcIssuer issuer, Supplier<Clock> clock) {
    super(
        // Nimbus asks its set for null, which Set.of() does not bear.
        new HashSet<>(issuer.audiences()),
        new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
        Set.of("exp", "iat"),
        Set.of());
    this.clock = clock;
    this.issuer = issuer;
    setMaxClockSkew((int) issuer.clockSkew().toSeconds());
  }

  @Override
  public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
    super.verify(claims, context);
    var latest = clock.get().instant().plus(issuer.clockSkew());
    if (claims.getIssueTime().toInstant().isAfter(latest)) {
      throw new BadJWTException("JWT issued in the future");
    }
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.get().instant());
  }
}
