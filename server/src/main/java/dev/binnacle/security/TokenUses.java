package dev.binnacle.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.binnacle.http.Answers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when tokens are used: to the minute, once a minute and replica, and beside the request that
 * uses the token. A note that cannot be written is lost; the next minute brings another.
 * Thread-safe.
 */
@ApplicationScoped
class TokenUses {

  private static final Logger LOG = LoggerFactory.getLogger(TokenUses.class);

  private final TokenUseRecords records;
  private final Answers answers;
  private final Cache<UUID, Instant> noted =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(2)).build();

  /** Required by CDI. */
  protected TokenUses() {
    this(null, null);
  }

  @Inject
  TokenUses(TokenUseRecords records, Answers answers) {
    this.records = records;
    this.answers = answers;
  }

  /** Notes a use; returns at once. */
  void note(UUID id, Instant at) {
    var minute = at.truncatedTo(ChronoUnit.MINUTES);
    if (!minute.equals(noted.asMap().put(id, minute))) {
      answers.threads().execute(() -> write(id, minute));
    }
  }

  private void write(UUID id, Instant minute) {
    try {
      records.write(id, minute);
    } catch (RuntimeException storeAway) {
      LOG.warn("The last use of API token {} was not noted: {}", id, storeAway.getMessage());
    }
  }
}
