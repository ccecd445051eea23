package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets another controller look at all its objects again when a trouble has come or gone. Used for
 * what no change in the store tells.
 */
public final class TroubleWatch implements Controller {
  private static final Duration RHYTHM = Duration.ofMillis(250);
  private static final Key TICK = new Key(ResourceTypes.NODES, "", "");

  private final Controller watched;
  private final Troubles troubles;
  private final Set<Key> keys = new LinkedHashSet<>();
  private Object seen;

  /** Wraps a controller that is then added in place of the watched one. */
  public TroubleWatch(Controller watched, Troubles troubles) {
    this.watched = watched;
    this.troubles = troubles;
    this.seen = troubles.state();
  }

  @Override
  public void observe(Observation observation, Work work) {
    Work recording =
        new Work() {
          @Override
          public void now(Key key) {
            keys.add(key);
            work.now(key);
          }

          @Override
          public void after(Duration delay, Key key) {
            keys.add(key);
            work.after(delay, key);
          }
        };
    watched.observe(observation, recording);
    if (observation.isDeletion()) {
      keys.remove(observation.key());
    }
    work.after(RHYTHM, TICK);
  }

  @Override
  public void reconcile(Key key, Work work) {
    if (!key.equals(TICK)) {
      watched.reconcile(key, work);
      return;
    }
    Object now = troubles.state();
    if (!now.equals(seen)) {
      seen = now;
      keys.forEach(work::now);
    }
    work.after(RHYTHM, TICK);
  }
}
