package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;

/**
 * Brings one kind of thing towards what is wanted. Both methods are called on the loop's thread
 * only; at the start every object there is, is told as an addition.
 */
public interface Controller {
  /** Queues the keys that a change concerns. */
  void observe(Observation observation, Work work);

  /**
   * Makes the world as wanted, as far as one look allows. The view shows everything that was
   * written before this call.
   */
  void reconcile(Key key, Work work);
}
