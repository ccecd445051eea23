package dev.binnacle.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * The tokens of the last few seconds, so that a burst of requests reads the store once. A token
 * that was revoked on another replica is still known here for at most {@link #KEPT}. Thread-safe.
 */
@ApplicationScoped
class KnownTokens {

  static final Duration KEPT = Duration.ofSeconds(5);

  private static final int AT_MOST = 10_000;

  private final ApiTokenQueries queries;
  private final Cache<String, Optional<TokenCredential>> known;

  /** Required by CDI. */
  protected KnownTokens() {
    this(null);
  }

  @Inject
  KnownTokens(ApiTokenQueries queries) {
    this(queries, Ticker.systemTicker());
  }

  KnownTokens(ApiTokenQueries queries, Ticker ticker) {
    this.queries = queries;
    this.known =
        Caffeine.newBuilder().ticker(ticker).expireAfterWrite(KEPT).maximumSize(AT_MOST).build();
  }

  /** The token with that public part, as it was at most {@link #KEPT} ago. */
  Optional<TokenCredential> find(String prefix) {
    return known.get(prefix, queries::credential);
  }

  /** Reads the token anew next time. Waits for a read under way, whose answer is thrown away. */
  void forget(String prefix) {
    known.invalidate(prefix);
  }
}
