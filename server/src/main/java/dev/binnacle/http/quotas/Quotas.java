package dev.binnacle.http.quotas;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.binnacle.http.HttpSettings;
import dev.binnacle.identity.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Counts on this replica what callers and source addresses have used of their quotas. Buckets
 * refill steadily; unused ones are forgotten once they are full again. Thread-safe.
 */
@ApplicationScoped
public class Quotas {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_BUCKETS = 100_000;

  private record Who(String issuer, String subject) {}

  private final HttpSettings settings;
  private final LoadingCache<Who, Bucket> requests;
  private final LoadingCache<String, Bucket> failures;

  /** Required by CDI. */
  protected Quotas() {
    this(new HttpSettings(1, 1, 1));
  }

  /** The quotas of the settings. */
  @Inject
  public Quotas(HttpSettings settings) {
    this(settings, TimeMeter.SYSTEM_NANOTIME);
  }

  /** Quotas by a clock of one's own. */
  Quotas(HttpSettings settings, TimeMeter time) {
    this.settings = settings;
    this.requests = buckets(settings.requestsPerMinute(), time);
    this.failures = buckets(settings.failuresPerMinute(), time);
  }

  private static <K> LoadingCache<K, Bucket> buckets(int perMinute, TimeMeter time) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_BUCKETS)
        .expireAfterAccess(WINDOW)
        .build(key ->
            Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .build());
  }

  /** Counts a request of the caller, if it is within the quota. */
  public Quota request(Caller caller) {
    var bucket = requests.get(new Who(caller.issuer(), caller.subject()));
    return count("default", settings.requestsPerMinute(), bucket);
  }

  /** Counts a failed authentication from the address, if it is within the quota. */
  public Quota failure(String sourceAddress) {
    return count("anonymous", settings.failuresPerMinute(), failures.get(sourceAddress));
  }

  /** What is left of the failures that the address may cause; counts nothing. */
  public Quota failuresLeft(String sourceAddress) {
    var estimate = failures.get(sourceAddress).estimateAbilityToConsume(1);
    long left = estimate.getRemainingTokens();
    return new Quota(
        "anonymous",
        settings.failuresPerMinute(),
        WINDOW,
        estimate.canBeConsumed(),
        left,
        Duration.ofNanos(estimate.getNanosToWaitForRefill()),
        untilFull(settings.failuresPerMinute(), left));
  }

  private static Quota count(String policy, int limit, Bucket bucket) {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Quota(
        policy,
        limit,
        WINDOW,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()),
        Duration.ofNanos(probe.getNanosToWaitForReset()));
  }

  private static Duration untilFull(int limit, long left) {
    return WINDOW.multipliedBy(limit - left).dividedBy(limit);
  }
}
