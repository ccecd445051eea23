package dev.binnacle.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An OpenID Connect issuer on loopback: discovery, keys that can be rotated, and any token. */
public final class LocalIssuer implements AutoCloseable {

  /** The audience that servers expect. */
  public static final String AUDIENCE = "binnacle-tests";

  private final HttpServer http;
  private volatile RSAKey key = newKey();

  /** An issuer that answers already. */
  public LocalIssuer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer(), issuer())));
    http.createContext(
        "/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
    http.start();
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The issuer's name and address. */
  public String issuer() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** The environment of a server that trusts this issuer. */
  public Map<String, String> settings() {
    return Map.of(
        "BINNACLE_OIDC_ISSUERS",
        "local",
        "BINNACLE_OIDC_LOCAL_ISSUER",
        issuer(),
        "BINNACLE_OIDC_LOCAL_AUDIENCE",
        AUDIENCE,
        "BINNACLE_OIDC_LOCAL_ROLE_CLAIM",
        "realm_access.roles");
  }

  /** Signs with a new key from now on; the old one is not published any more. */
  public void rotate() {
    key = newKey();
  }

  /** The claims of a good token. */
  public JWTClaimsSet.Builder claims(String subject, String... roles) {
    var now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(AUDIENCE)
        .subject(subject)
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
        .claim("realm_access", Map.of("roles", List.of(roles)));
  }

  /** A token of the given claims, signed with the present key. */
  public String sign(JWTClaimsSet claims) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A good token. */
  public String token(String subject, String... roles) {
    return sign(claims(subject, roles).build());
  }

  /** Takes a decision on an operation as the admin Maria. */
  public Answer decide(TestServer server, String operationId, String verb) {
    return server.send(
        TestServer.json(
            server
                .anonymous("/api/v1/operations/" + operationId + "/" + verb)
                .header("Authorization", "Bearer " + token("maria", "admin")),
            "POST",
            "{\"reason\":\"decided by somebody else\"}"));
  }

  /** Stops answering. */
  @Override
  public void close() {
    http.stop(0);
  }
}
