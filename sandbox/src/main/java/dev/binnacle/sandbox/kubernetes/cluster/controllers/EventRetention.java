package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;

/** Lets Events go when they are old, as etcd does with its leases. */
public final class EventRetention implements Controller {
  private static final Duration RHYTHM = Duration.ofMinutes(1);
  private static final Key ALL = new Key(ResourceTypes.EVENTS, "", "");

  private final EventRecorder events;

  public EventRetention(EventRecorder events) {
    this.events = events;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.NAMESPACES)) {
      work.after(RHYTHM, ALL);
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    events.expire();
    work.after(RHYTHM, ALL);
  }
}
