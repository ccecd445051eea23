package dev.binnacle.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The faults that a cluster has at the moment. Thread-safe. */
public final class Faults {
  private final ConcurrentSkipListMap<Integer, Fault> active = new ConcurrentSkipListMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger last = new AtomicInteger();

  /** A cluster that starts with these. */
  public Faults(List<Fault> initial) {
    initial.forEach(this::inject);
  }

  /** A sound cluster. */
  public Faults() {
    this(List.of());
  }

  /** Begins a fault; answers the number under which it ends. */
  public int inject(Fault fault) {
    int id = last.incrementAndGet();
    active.put(id, fault);
    listeners.forEach(Runnable::run);
    return id;
  }

  /** Ends a fault; answers whether there was one of that number. */
  public boolean repair(int id) {
    boolean found = active.remove(id) != null;
    listeners.forEach(Runnable::run);
    return found;
  }

  /** Ends all faults. */
  public void repairAll() {
    active.clear();
    listeners.forEach(Runnable::run);
  }

  /** All there are, by number. */
  public SortedMap<Integer, Fault> active() {
    return Collections.unmodifiableSortedMap(active);
  }

  /** Those of one kind, the oldest first. */
  public <F extends Fault> Stream<F> active(Class<F> kind) {
    return active.values().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Whether there is one of that kind. */
  public boolean has(Class<? extends Fault> kind) {
    return active(kind).findAny().isPresent();
  }

  /** Calls the listener after every injection and repair, on the thread that did it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public boolean nodeDead(String node) {
    return active(Fault.NodeDead.class).anyMatch(fault -> fault.node().equals(node));
  }

  public boolean podNeverReady(ObjectNode pod) {
    return active(Fault.PodNeverReady.class).anyMatch(fault -> fault.pods().matches(pod));
  }

  public boolean imagePullFails(String image) {
    return active(Fault.ImagePullFailure.class).anyMatch(fault -> fault.image().equals(image));
  }

  /** How long this pod takes to end, if a fault says so. */
  public Optional<Duration> slowTermination(ObjectNode pod) {
    return active(Fault.SlowTermination.class)
        .filter(fault -> fault.pods().matches(pod))
        .map(Fault.SlowTermination::time)
        .findFirst();
  }

  public boolean stuckTermination(ObjectNode pod) {
    return active(Fault.StuckTermination.class).anyMatch(fault -> fault.pods().matches(pod));
  }

  public boolean statsUnavailable(String node) {
    return active(Fault.StatsUnavailable.class).anyMatch(fault -> fault.node().equals(node));
  }

  public boolean metricsUnavailable() {
    return has(Fault.MetricsUnavailable.class);
  }

  public boolean evictionUnobserved() {
    return has(Fault.EvictionUnobserved.class);
  }
}
