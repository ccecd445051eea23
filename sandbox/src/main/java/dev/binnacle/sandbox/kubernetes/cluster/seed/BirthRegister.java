package dev.binnacle.sandbox.kubernetes.cluster.seed;

import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers when objects came up on the seed's time, which the store does not know. */
final class BirthRegister implements Controller {
  private final InstantSource time;
  private final Map<Key, Instant> births = new LinkedHashMap<>();

  BirthRegister(InstantSource time) {
    this.time = time;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isDeletion()) {
      births.remove(observation.key());
    } else {
      births.putIfAbsent(observation.key(), time.instant());
    }
  }

  @Override
  public void reconcile(Key key, Work work) {}

  /** Sets metadata.creationTimestamp of all that is left. */
  void write(ObjectStore store) {
    births.forEach((key, birth) ->
        store.update(
            key,
            object -> {
              object
                  .withObjectProperty("metadata")
                  .put("creationTimestamp", Timestamps.seconds(birth));
              return object;
            }));
  }
}
