package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often the eviction of each pod was accepted, dry runs aside. Thread-safe. */
public final class EvictionCounts {
  private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

  void add(String uid) {
    accepted.merge(uid, 1, Integer::sum);
  }

  /** How often for one pod. */
  public int count(String uid) {
    return accepted.getOrDefault(uid, 0);
  }

  /** How often for every pod that was evicted, by UID. */
  public Map<String, Integer> accepted() {
    return new TreeMap<>(accepted);
  }
}
