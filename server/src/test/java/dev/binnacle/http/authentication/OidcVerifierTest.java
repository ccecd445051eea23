package dev.binnacle.http.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of issuers on loopback, good ones and all kinds of bad ones. */
class OidcVerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final Duration ANY_TIME = Duration.ofMillis(1);

  private final LocalIssuer issuer = new LocalIssuer();

  @AfterEach
  void close() {
    issuer.close();
  }

  private static OidcVerifier verifier(OidcIssuer... issuers) {
    return new OidcVerifier(List.of(issuers), () -> Clock.fixed(NOW, ZoneOffset.UTC), ANY_TIME);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.issuer())
        .subject("maria")
        .audience(List.of("other", "binnacle"))
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(300)))
        .claim("roles", List.of("operator", "cook"));
  }

  private static Caller verify(OidcVerifier verifier, String token) {
    return verifier.verify(token, "10.0.0.1", "request").orElseThrow();
  }

  private Caller verify(String token) {
    return verify(verifier(issuer.configured()), token);
  }

  private static void assertRefused(OidcVerifier verifier, String token, ProblemCode code) {
    assertThatThrownBy(() -> verify(verifier, token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(code));
  }

  private void assertRefused(String token) {
    assertRefused(verifier(issuer.configured()), token, ProblemCode.INVALID_TOKEN);
  }

  @Test
  void aGoodTokenNamesItsCaller() {
    assertThat(verify(issuer.token(claims().build())))
        .isEqualTo(
            new Caller(
                "maria",
                issuer.issuer(),
                Caller.Kind.OIDC,
                Set.of(Role.OPERATOR),
                "10.0.0.1",
                "request"));
  }

  @Test
  void tokensOfOtherKindsAreLeftToOthers() {
    assertThat(verifier(issuer.configured()).verify("bnc_abc", "", "")).isEmpty();
  }

  @Test
  void rolesComeFromTheConfiguredClaimThroughTheMapping() {
    var verifier =
        verifier(
            issuer.configured(
                "role-claim",
                "realm_access.roles",
                "role-mapping",
                "platform-ops=operator,boss=admin",
                "subject-claim",
                "email"));
    var token =
        issuer.token(
            claims()
                .claim("realm_access", Map.of("roles", List.of("boss", "platform-ops", "admin")))
                .claim("email", "maria@example.org")
                .build());
    assertThat(verify(verifier, token).roles())
        .containsExactlyInAnyOrder(Role.ADMIN, Role.OPERATOR);
    assertThat(verify(verifier, token).subject()).isEqualTo("maria@example.org");
  }

  @Test
  void aClaimWithDotsInItsNameAndATextOfValuesAreRead() {
    var verifier = verifier(issuer.configured("role-claim", "https://example.org/roles"));
    var token = issuer.token(claims().claim("https://example.org/roles", "viewer auditor").build());
    assertThat(verify(verifier, token).roles())
        .containsExactlyInAnyOrder(Role.VIEWER, Role.AUDITOR);
  }

  @Test
  void severalIssuersAreKeptApart() {
    try (var other = new LocalIssuer()) {
      var verifier = verifier(issuer.configured(), other.configured("audience", "elsewhere"));
      assertThat(verify(verifier, issuer.token(claims().build())).issuer())
          .isEqualTo(issuer.issuer());
      var forged = claims().issuer(other.issuer()).audience("elsewhere").build();
      assertThat(verify(verifier, other.token(forged)).issuer()).isEqualTo(other.issuer());
      assertRefused(verifier, issuer.token(forged), ProblemCode.INVALID_TOKEN);
    }
  }

  @Test
  void anUnknownIssuerIsRefusedWithoutBeingAsked() {
    try (var stranger = new LocalIssuer()) {
      assertRefused(stranger.token(claims().issuer(stranger.issuer()).build()));
      assertThat(stranger.fetches()).isZero();
    }
  }

  @Test
  void aWrongOrMissingAudienceIsRefused() {
    assertRefused(issuer.token(claims().audience("other").build()));
    assertRefused(issuer.token(claims().audience((String) null).build()));
  }

  @Test
  void anExpiredTokenIsToldSoButForTheSkew() {
    var verifier = verifier(issuer.configured());
    var within = claims().expirationTime(Date.from(NOW.minusSeconds(59))).build();
    var beyond = claims().expirationTime(Date.from(NOW.minusSeconds(61))).build();
    assertThat(verify(verifier, issuer.token(within))).isNotNull();
    assertRefused(verifier, issuer.token(beyond), ProblemCode.TOKEN_EXPIRED);
  }

  @Test
  void aTokenOfTheFutureIsRefusedButForTheSkew() {
    assertThat(verify(issuer.token(claims().notBeforeTime(Date.from(NOW.plusSeconds(59))).build())))
        .isNotNull();
    assertThat(verify(issuer.token(claims().issueTime(Date.from(NOW.plusSeconds(59))).build())))
        .isNotNull();
    assertRefused(issuer.token(claims().notBeforeTime(Date.from(NOW.plusSeconds(61))).build()));
    assertRefused(issuer.token(claims().issueTime(Date.from(NOW.plusSeconds(61))).build()));
  }

  @Test
  void aTokenWithoutEndBirthOrSubjectIsRefused() {
    assertRefused(issuer.token(claims().expirationTime(null).build()));
    assertRefused(issuer.token(claims().issueTime(null).build()));
    assertRefused(issuer.token(claims().subject(null).build()));
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    assertRefused(new PlainJWT(claims().build()).serialize());
    var token = issuer.token(claims().build());
    assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void aTokenSignedWithThePublicKeyAsSecretIsRefused() throws JOSEException {
    var secret = issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build();
    var token = new SignedJWT(header, claims().build());
    token.sign(new MACSigner(secret));
    assertRefused(token.serialize());
  }

  @Test
  void anAlgorithmThatIsNotAllowedIsRefused() {
    assertRefused(issuer.token(claims().build(), JWSAlgorithm.RS512, JOSEObjectType.JWT));
  }

  @Test
  void accessTokensArePassedAndOtherTypesAreNot() {
    assertThat(
            verify(
                issuer.token(claims().build(), JWSAlgorithm.PS256, new JOSEObjectType("at+jwt"))))
        .isNotNull();
    assertThat(verify(issuer.token(claims().build(), JWSAlgorithm.RS256, null))).isNotNull();
    assertRefused(
        issuer.token(claims().build(), JWSAlgorithm.RS256, new JOSEObjectType("logout+jwt")));
  }

  @Test
  void aChangedTokenIsRefused() {
    var parts = issuer.token(claims().build()).split("\\.");
    var forged = claims().claim("roles", List.of("admin")).build().toPayload().toBase64URL();
    assertRefused(parts[0] + "." + forged + "." + parts[2]);
  }

  @Test
  void whatOnlyLooksLikeATokenIsRefused() {
    assertRefused("a.b.c");
    assertRefused("...");
  }

  @Test
  void ellipticKeysAreTaken() throws JOSEException {
    var key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    issuer.publish(key.toPublicJWK());
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims().build());
    token.sign(new ECDSASigner(key));
    assertThat(verify(token.serialize()).subject()).isEqualTo("maria");
  }

  @Test
  void edwardsKeysAreTaken() throws GeneralSecurityException {
    for (int i = 0; i < 8; i++) {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var encoded = pair.getPublic().getEncoded();
      var x = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      issuer.publish(
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build());
      var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build();
      var signed = header.toBase64URL() + "." + claims().build().toPayload().toBase64URL();
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      var bytes = signature.sign();
      assertThat(verify(signed + "." + Base64URL.encode(bytes)).subject()).isEqualTo("maria");
      bytes[0] ^= 1;
      assertRefused(signed + "." + Base64URL.encode(bytes));
    }
  }

  @Test
  void aRotatedKeyIsFetchedAndTheOldOneNoLongerTaken() {
    var verifier = verifier(issuer.configured());
    var old = issuer.token(claims().build());
    verify(verifier, old);
    issuer.rotate();
    assertThat(verify(verifier, issuer.token(claims().build())).subject()).isEqualTo("maria");
    assertRefused(verifier, old, ProblemCode.INVALID_TOKEN);
  }

  @Test
  void inventedKeysDoNotMakeTheServerAskAgainAndAgain() {
    var verifier =
        new OidcVerifier(
            List.of(issuer.configured()),
            () -> Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofMinutes(1));
    verify(verifier, issuer.token(claims().build()));
    try (var forger = new LocalIssuer()) {
      for (int i = 0; i < 20; i++) {
        assertRefused(verifier, forger.token(claims().build()), ProblemCode.INVALID_TOKEN);
      }
    }
    assertThat(issuer.fetches()).isLessThanOrEqualTo(2);
  }

  @Test
  void anIssuerThatIsAwayIsNamed() {
    issuer.setAway(true);
    var verifier = verifier(issuer.configured());
    assertThatThrownBy(() -> verify(verifier, issuer.token(claims().build())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
              assertThat(refused.problem().extensions().get("component"))
                  .isInstanceOfSatisfying(
                      Problem.Component.class,
                      component -> {
                        assertThat(component.type()).isEqualTo("OIDC_ISSUER");
                        assertThat(component.name()).isEqualTo("local");
                      });
            });
  }

  @Test
  void knownKeysOutliveAnOutage() {
    var verifier = verifier(issuer.configured());
    verify(verifier, issuer.token(claims().build()));
    issuer.setAway(true);
    assertThat(verify(verifier, issuer.token(claims().build())).subject()).isEqualTo("maria");
  }

  @Test
  void anIssuerThatClaimsToBeAnotherIsNotBelieved() {
    issuer.claimToBe("https://login.example.org");
    assertRefused(
        verifier(issuer.configured()),
        issuer.token(claims().build()),
        ProblemCode.COMPONENT_UNAVAILABLE);
  }
}
