package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.kubernetes.ResourceKind.Entry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a list and the watch after it have told, and up to which moment. Written by one thread at a
 * time; read by any.
 */
final class WatchedCache<T> {

  private record Copy<T>(long change, List<T> values) {}

  private final AtomicLong changes = new AtomicLong();
  private volatile Copy<T> copy = new Copy<>(0, List.of());
  private volatile Map<String, T> values = new ConcurrentHashMap<>();
  private volatile Optional<String> position = Optional.empty();
  private volatile Optional<Instant> listedAt = Optional.empty();
  private volatile Optional<Instant> heardAt = Optional.empty();

  /** All that is known, by namespace and name. It goes on changing. */
  Map<String, T> values() {
    return Collections.unmodifiableMap(values);
  }

  /** All that is known now, in no order: the same list until something changes. */
  List<T> all() {
    long change = changes.get();
    var known = copy;
    if (known.change() != change) {
      known = new Copy<>(change, List.copyOf(values.values()));
      copy = known;
    }
    return known.values();
  }

  /** From where a watch would go on; empty when everything has to be listed anew. */
  Optional<String> position() {
    return position;
  }

  /** When everything was last listed. */
  Optional<Instant> listedAt() {
    return listedAt;
  }

  /** When the server was last heard; empty when nothing is known. */
  Optional<Instant> heardAt() {
    return heardAt;
  }

  /** Takes a whole list in place of everything. */
  void replace(Listing<T> listing) {
    values = new ConcurrentHashMap<>(listing.values());
    changes.incrementAndGet();
    position = Optional.of(listing.resourceVersion());
    listedAt = Optional.of(listing.at());
    heardAt = Optional.of(listing.at());
  }

  void put(Entry<T> entry, Instant now) {
    values.put(entry.key(), entry.value());
    changes.incrementAndGet();
    heard(entry.resourceVersion(), now);
  }

  void remove(Entry<T> entry, Instant now) {
    values.remove(entry.key());
    changes.incrementAndGet();
    heard(entry.resourceVersion(), now);
  }

  void heard(String resourceVersion, Instant now) {
    position = Optional.of(resourceVersion);
    heardAt = Optional.of(now);
  }

  /** Keeps what is known, but does not go on from there. */
  void forgetPosition() {
    position = Optional.empty();
  }
}
