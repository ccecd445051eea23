package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.Duration;

/**
 * The queue of one controller. A key that waits already is not added twice, and of several later
 * times the earliest counts: a controller that is called looks at everything again and asks for the
 * next time itself.
 */
public interface Work {
  /** Reconcile this soon. */
  void now(Key key);

  /** Reconcile this when some time has passed. */
  void after(Duration delay, Key key);
}
