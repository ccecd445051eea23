package dev.binnacle.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Puts a client together. Not for several threads at once. */
public final class BinnacleClientBuilder {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than the longest wait that the server grants (60 s). */
  private static final Duration TIMEOUT = Duration.ofSeconds(75);

  private Optional<String> server = Optional.empty();
  private Optional<TokenSource> tokens = Optional.empty();
  private RetryPolicy retries = RetryPolicy.usual();
  private Duration timeout = TIMEOUT;
  private Optional<HttpClient.Builder> http = Optional.empty();

  BinnacleClientBuilder() {}

  /** Where the server is, such as {@code https://binnacle.example.org}. Required. */
  public BinnacleClientBuilder server(String address) {
    server = Optional.ofNullable(address);
    return this;
  }

  /** The same as a URI. */
  public BinnacleClientBuilder server(URI address) {
    return server(address == null ? null : address.toString());
  }

  /** A token that stays as it is. */
  public BinnacleClientBuilder token(String token) {
    tokens = Optional.ofNullable(token).map(known -> () -> known);
    return this;
  }

  /**
   * Where tokens come from, for tokens that are renewed: {@link OidcClientCredentials}, or yours.
   */
  public BinnacleClientBuilder tokens(TokenSource source) {
    tokens = Optional.ofNullable(source);
    return this;
  }

  /** How patiently calls are repeated; {@link RetryPolicy#usual()} unless said otherwise. */
  public BinnacleClientBuilder retries(RetryPolicy policy) {
    retries = policy;
    return this;
  }

  /**
   * How long one answer may take; 75 seconds unless said otherwise. It has to be longer than what
   * your own {@code Prefer: wait=…} asks for; {@link BinnacleClient#waitFor} adds its own waits.
   */
  public BinnacleClientBuilder timeout(Duration longest) {
    timeout = longest;
    return this;
  }

  /**
   * The HTTP client to use, for a proxy, a CA of your own, or another connect timeout than five
   * seconds. It is made to speak HTTP/1.1.
   */
  public BinnacleClientBuilder http(HttpClient.Builder builder) {
    http = Optional.of(builder);
    return this;
  }

  /**
   * The client. Nothing is sent yet.
   *
   * @throws SettingsException when there is no server or token, or the address is not one
   */
  public BinnacleClient build() {
    var api = ServerAddress.api(server.orElse(""));
    var source =
        tokens.orElseThrow(() ->
            new SettingsException(
                "There is no token. Give the API token (bnc_…) that POST /api-tokens has shown,"
                    + " or tokens of an OpenID Connect issuer."));
    // HTTP/1.1: an upgrade to h2c costs a round trip and is refused by many proxies.
    var connection =
        http.orElseGet(() -> HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    return new BinnacleClient(api, source, retries, timeout, connection);
  }
}
