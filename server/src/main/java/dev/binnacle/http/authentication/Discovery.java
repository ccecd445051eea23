package dev.binnacle.http.authentication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.binnacle.store.Json;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds an issuer's keys: asks it once where they are, and keeps the source. Keys are cached,
 * fetched anew before they are too old and when a token names an unknown one (not more often than
 * the interval allows), and still used for hours while the issuer is away. Thread-safe.
 */
final class Discovery {

  /** Together below the two seconds within which a caller is told that the issuer is away. */
  private static final Duration CONNECT = Duration.ofMillis(800);

  private static final Duration READ = Duration.ofMillis(1000);
  private static final int LARGEST_DOCUMENT = 512 * 1024;

  private static final Duration KEYS_FRESH = Duration.ofMinutes(5);
  private static final Duration KEYS_REFRESHED_BEFORE = Duration.ofMinutes(1);
  private static final Duration KEYS_REFRESH_WAIT = Duration.ofSeconds(2);
  private static final Duration KEYS_USABLE_IN_OUTAGE = Duration.ofHours(4);
  private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(5);

  private final OidcIssuer issuer;
  private final Duration fetchInterval;
  private final ResourceRetriever retriever =
      new DefaultResourceRetriever(
          (int) CONNECT.toMillis(), (int) READ.toMillis(), LARGEST_DOCUMENT);

  private JWKSource<SecurityContext> source;

  /** Why the last attempt to fetch keys failed; empty when it succeeded, or there was none. */
  private volatile Optional<String> outage = Optional.empty();

  private IssuerUnavailable failure;
  private long failedAt;

  /**
   * Discovery of an issuer.
   *
   * @param fetchInterval within which keys are fetched at most twice, whatever tokens say
   */
  Discovery(OidcIssuer issuer, Duration fetchInterval) {
    this.issuer = issuer;
    this.fetchInterval = fetchInterval;
  }

  /**
   * The issuer's keys that fit.
   *
   * @throws IssuerUnavailable when no known key fits and the issuer cannot be asked for newer ones
   * @throws RateLimitReachedException when no known key fits and the issuer was asked just before
   */
  List<JWK> keys(JWKSelector wanted) throws IssuerUnavailable, KeySourceException {
    try {
      var found = source().get(wanted, null);
      if (found.isEmpty()) {
        requireReached();
      }
      return found;
    } catch (RateLimitReachedException askedBefore) {
      requireReached();
      throw askedBefore;
    }
  }

  private void requireReached() throws IssuerUnavailable {
    var said = outage;
    if (said.isPresent()) {
      throw new IssuerUnavailable(said.get());
    }
  }

  private synchronized JWKSource<SecurityContext> source() throws IssuerUnavailable {
    if (source != null) {
      return source;
    }
    if (failure != null && System.nanoTime() - failedAt < FAILURE_REMEMBERED.toNanos()) {
      throw failure;
    }
    try {
      source = source(keysAddress());
      return source;
    } catch (IssuerUnavailable unavailable) {
      failure = unavailable;
      failedAt = System.nanoTime();
      throw unavailable;
    }
  }

  private URL keysAddress() throws IssuerUnavailable {
    try {
      var content = retriever.retrieveResource(issuer.discoveryAddress().toURL()).getContent();
      var document = Json.mapper().readTree(content);
      var claimed = document.path("issuer").asText();
      if (!claimed.equals(issuer.issuer())) {
        throw new IssuerUnavailable("its discovery document is of the issuer '" + claimed + "'");
      }
      var address = document.path("jwks_uri").asText();
      if (!Addresses.areSafe(address)) {
        throw new IssuerUnavailable("its jwks_uri '" + address + "' is not an https address");
      }
      return URI.create(address).toURL();
    } catch (JsonProcessingException | MalformedURLException foreign) {
      throw new IssuerUnavailable("its discovery document cannot be read");
    } catch (IOException unreachable) {
      throw new IssuerUnavailable("discovery failed: " + unreachable.getMessage());
    }
  }

  private JWKSource<SecurityContext> source(URL address) {
    return JWKSourceBuilder.<SecurityContext>create(address, this::fetch)
        .cache(KEYS_FRESH.toMillis(), KEYS_REFRESH_WAIT.toMillis())
        .refreshAheadCache(KEYS_REFRESHED_BEFORE.toMillis(), false)
        .rateLimited(fetchInterval.toMillis())
        .outageTolerant(KEYS_USABLE_IN_OUTAGE.toMillis())
        .build();
  }

  private Resource fetch(URL address) throws IOException {
    try {
      var fetched = retriever.retrieveResource(address);
      outage = Optional.empty();
      return fetched;
    } catch (IOException unreachable) {
      outage = Optional.of("its keys cannot be fetched: " + unreachable.getMessage());
      throw unreachable;
    }
  }
}
