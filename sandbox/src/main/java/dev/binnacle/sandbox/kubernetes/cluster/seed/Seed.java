package dev.binnacle.sandbox.kubernetes.cluster.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Pace;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.sandbox.kubernetes.cluster.Residents;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ClusterView;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlLoop;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Troubles;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lets a cluster grow up in an instant: nodes and manifests are applied at moments of the past, and
 * the same controllers that run later bring them up on a time that is moved by hand. So every
 * status, hash and revision is what the rules make it.
 */
public final class Seed {
  private static final Duration AGE = Duration.ofDays(41);

  /** When there is something to see after a manifest was applied. */
  private static final List<Duration> STEPS =
      List.of(Duration.ofSeconds(4), Duration.ofSeconds(9), Duration.ofMinutes(5));

  private static final long NAMES = 20_250_814;

  private final ObjectStore store;
  private final SeedTime time;
  private final Instant now;
  private final EventRecorder events;
  private final ControlLoop loop;
  private final BirthRegister births;

  private Seed(ObjectStore store, Instant now) {
    this.store = store;
    this.now = now;
    this.time = new SeedTime(now.minus(AGE));
    ClusterView view = new ClusterView();
    Pace pace = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofDays(1), 1);
    this.events = new EventRecorder(store, time);
    ControlPlane plane = new ControlPlane(store, view, events, time, pace, Troubles.none());
    this.loop = new ControlLoop(store, view, time, ResourceTypes.all());
    this.births = new BirthRegister(time);
    loop.add(births);
    Residents.of(plane, new Placement(view), new Random(NAMES)).forEach(loop::add);
  }

  /** Fills an empty store, as if the cluster had come up weeks ago. */
  public static void plant(ObjectStore store, SimulatorSettings settings, Instant now) {
    Seed seed = new Seed(store, now);
    try {
      seed.grow(settings);
    } finally {
      seed.loop.close();
    }
  }

  private void grow(SimulatorSettings settings) {
    apply("namespaces.yaml");
    nodes(settings).forEach(this::register);
    apply("system.yaml");
    until(Duration.ofDays(30));
    apply("shop-first-release.yaml");
    until(Duration.ofDays(3));
    apply("shop.yaml");
    until(Duration.ofHours(9));
    apply("jobs.yaml");
    until(Duration.ofMinutes(50));
    apply("recent.yaml");
    until(Duration.ZERO);
    births.write(store);
    events.expire();
  }

  private static List<SeedNode> nodes(SimulatorSettings settings) {
    List<SeedNode> nodes = new ArrayList<>();
    for (int i = 1; i <= settings.controlPlanes(); i++) {
      nodes.add(new SeedNode("cp-" + i, i, true));
    }
    for (int i = 1; i <= settings.workers(); i++) {
      nodes.add(new SeedNode("worker-" + i, settings.controlPlanes() + i, false));
    }
    return nodes;
  }

  private void register(SeedNode node) {
    ObjectNode created = store.create(ResourceTypes.NODES, node.toJson(time.instant()));
    StaticPods.on(created, node.controlPlane())
        .forEach(pod -> store.create(ResourceTypes.PODS, pod));
  }

  private void apply(String file) {
    for (ObjectNode manifest : Manifests.read(file)) {
      ResourceType type =
          ResourceTypes.of(manifest.path("kind").asText())
              .orElseThrow(() -> new IllegalStateException("No such kind in " + file));
      SeedDefaults.apply(manifest);
      Key key = Key.of(type, manifest);
      boolean updated =
          store
              .update(
                  key,
                  object -> {
                    object.set("spec", manifest.path("spec"));
                    Meta meta = new Meta(object);
                    new Meta(manifest).annotations().forEach(meta::putAnnotation);
                    return object;
                  })
              .isPresent();
      if (!updated) {
        store.create(type, manifest);
      }
      loop.settle();
    }
  }

  /** Lives on until so long before now. What is due on the way happens in its time. */
  private void until(Duration beforeNow) {
    Instant start = time.instant();
    STEPS.forEach(step -> settleAt(start.plus(step)));
    settleAt(now.minus(beforeNow));
  }

  private void settleAt(Instant instant) {
    loop.settle();
    if (instant.isAfter(time.instant()) && !instant.isAfter(now)) {
      time.set(instant);
    }
    loop.settle();
  }
}
