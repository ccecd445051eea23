package dev.binnacle.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tokens of an OpenID Connect issuer for a program (OAuth 2.0 client credentials). The token
 * endpoint is found by discovery; a token is kept until shortly before it expires, and renewed by
 * one thread while the others go on with the old one. Safe for use by several threads.
 */
public final class OidcClientCredentials implements TokenSource {
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final String issuer;
  private final String clientId;
  private final String clientSecret;
  private final Map<String, String> parameters;
  private final HttpClient http;
  private final Clock clock;
  private final TokenEndpoint endpoint;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile Optional<Held> held = Optional.empty();

  private record Held(String token, Instant renewAt, Instant expiresAt) {}

  private OidcClientCredentials(
      String issuer,
      String clientId,
      String clientSecret,
      Map<String, String> parameters,
      HttpClient http,
      Clock clock) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.parameters = parameters;
    this.http = http;
    this.clock = clock;
    this.endpoint = new TokenEndpoint(URI.create(issuer), clientId, clientSecret, parameters, http);
  }

  /**
   * Tokens for that client of that issuer. Nothing is sent yet.
   *
   * @param issuer the issuer, such as {@code https://login.example.org/realms/platform}
   * @throws SettingsException when one of them is missing or the issuer is not an address
   */
  public static OidcClientCredentials of(String issuer, String clientId, String clientSecret) {
    ServerAddress.requireHttp(issuer, "the OpenID Connect issuer");
    if (clientId == null || clientId.isBlank() || clientSecret == null || clientSecret.isBlank()) {
      throw new SettingsException(
          "The OpenID Connect client needs its id and its secret, as the issuer has registered"
              + " them.");
    }
    var http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    return new OidcClientCredentials(
        issuer, clientId, clientSecret, Map.of(), http, Clock.systemUTC());
  }

  /** The same, asking for scopes, separated by blanks. */
  public OidcClientCredentials withScope(String scope) {
    return withParameter("scope", scope);
  }

  /** The same, asking for a token for that audience; not every issuer knows this parameter. */
  public OidcClientCredentials withAudience(String audience) {
    return withParameter("audience", audience);
  }

  /** The same over an HTTP client of your own, for a proxy or a CA of your own. */
  public OidcClientCredentials withHttp(HttpClient own) {
    return new OidcClientCredentials(issuer, clientId, clientSecret, parameters, own, clock);
  }

  /** The same by another clock. */
  OidcClientCredentials withClock(Clock other) {
    return new OidcClientCredentials(issuer, clientId, clientSecret, parameters, http, other);
  }

  private OidcClientCredentials withParameter(String name, String value) {
    var more = new TreeMap<>(parameters);
    more.put(name, value);
    return new OidcClientCredentials(issuer, clientId, clientSecret, more, http, clock);
  }

  /**
   * A token that is good for a while.
   *
   * @throws TokenException when the issuer gives none; it says what the issuer has said
   */
  @Override
  public String token() {
    var fresh = held.filter(known -> clock.instant().isBefore(known.renewAt()));
    if (fresh.isPresent()) {
      return fresh.get().token();
    }
    var valid = stillValid();
    if (valid.isPresent() && !renewal.tryLock()) {
      return valid.get().token();
    }
    if (valid.isEmpty()) {
      lock();
    }
    try {
      return renewed();
    } finally {
      renewal.unlock();
    }
  }

  /** Forgets the token, so that the next one is a new one. */
  @Override
  public boolean refused(String token) {
    lock();
    try {
      if (held.isPresent() && held.get().token().equals(token)) {
        held = Optional.empty();
      }
      return true;
    } finally {
      renewal.unlock();
    }
  }

  private void lock() {
    try {
      renewal.lockInterruptibly();
    } catch (InterruptedException interrupt) {
      throw CallInterruptedException.in(interrupt);
    }
  }

  private Optional<Held> stillValid() {
    return held.filter(known -> clock.instant().isBefore(known.expiresAt()));
  }

  private String renewed() {
    var meanwhile = held.filter(known -> clock.instant().isBefore(known.renewAt()));
    if (meanwhile.isPresent()) {
      return meanwhile.get().token();
    }
    var asked = clock.instant();
    try {
      var grant = endpoint.grant();
      held = Optional.of(keep(grant, asked));
      return grant.token();
    } catch (TokenException failed) {
      var old = stillValid().orElseThrow(() -> failed);
      held =
          Optional.of(
              new Held(old.token(), clock.instant().plus(AFTER_A_FAILURE), old.expiresAt()));
      return old.token();
    }
  }

  private static Held keep(TokenEndpoint.Grant grant, Instant asked) {
    var tenth = grant.lifetime().dividedBy(10);
    var margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    var expiresAt = asked.plus(grant.lifetime());
    return new Held(grant.token(), expiresAt.minus(margin), expiresAt);
  }
}
