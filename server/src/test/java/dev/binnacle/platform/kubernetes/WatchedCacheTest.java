package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.kubernetes.ResourceKind.Entry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedCacheTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final WatchedCache<String> cache = new WatchedCache<>();

  @BeforeEach
  void list() {
    cache.replace(new Listing<>(Map.of("/a", "alpha", "/b", "beta"), "7", NOW));
  }

  @Test
  void allIsTheSameListUntilSomethingChanges() {
    assertThat(cache.all()).containsExactlyInAnyOrder("alpha", "beta").isSameAs(cache.all());
  }

  @Test
  void everyChangeMakesAnotherList() {
    cache.put(new Entry<>("/c", "8", "gamma"), NOW);
    assertThat(cache.all()).containsExactlyInAnyOrder("alpha", "beta", "gamma");
    cache.remove(new Entry<>("/a", "9", "alpha"), NOW);
    assertThat(cache.all()).containsExactlyInAnyOrder("beta", "gamma");
    cache.replace(new Listing<>(Map.of("/d", "delta"), "10", NOW));
    assertThat(cache.all()).containsExactly("delta");
  }

  @Test
  void aListThatWasGivenDoesNotChange() {
    var given = cache.all();
    cache.put(new Entry<>("/c", "8", "gamma"), NOW);
    assertThat(given).hasSize(2);
  }

  @Test
  void toHearOfNoChangeIsNoChange() {
    var before = cache.all();
    cache.heard("11", NOW.plusSeconds(60));
    assertThat(cache.all()).isSameAs(before);
  }
}
