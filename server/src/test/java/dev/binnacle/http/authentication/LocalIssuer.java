package dev.binnacle.http.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer on loopback, with keys that can be changed and doors that can close. */
final class LocalIssuer implements AutoCloseable {

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile String claimedIssuer;
  private volatile boolean away;
  private volatile List<JWK> published;
  private volatile RSAKey current;

  LocalIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    claimedIssuer = issuer();
    rotate();
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(claimedIssuer, issuer())));
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          answer(exchange, new JWKSet(published).toString(true));
        });
    server.start();
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(away ? 503 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The issuer as one configures it. */
  OidcIssuer configured(String... more) {
    var values = new java.util.HashMap<String, String>();
    values.put("binnacle.oidc.issuers", "local");
    values.put("binnacle.oidc.local.issuer", issuer());
    values.put("binnacle.oidc.local.audience", "binnacle");
    for (int i = 0; i < more.length; i += 2) {
      values.put("binnacle.oidc.local." + more[i], more[i + 1]);
    }
    return OidcIssuer.all(name -> java.util.Optional.ofNullable(values.get(name))).getFirst();
  }

  /** Makes a new key and publishes it alone. */
  void rotate() {
    try {
      current = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
      published = List.of(current.toPublicJWK());
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void publish(JWK key) {
    published = List.of(key);
  }

  void setAway(boolean isAway) {
    away = isAway;
  }

  void claimToBe(String other) {
    claimedIssuer = other;
  }

  RSAKey key() {
    return current;
  }

  int fetches() {
    return fetches.get();
  }

  /** A token with these claims, signed with the current key. */
  String token(JWTClaimsSet claims) {
    return token(claims, JWSAlgorithm.RS256, JOSEObjectType.JWT);
  }

  String token(JWTClaimsSet claims, JWSAlgorithm algorithm, JOSEObjectType type) {
    try {
      var header = new JWSHeader.Builder(algorithm).type(type).keyID(current.getKeyID()).build();
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(current));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
