package dev.binnacle.sandbox.kubernetes.store;

import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The latest changes, for watches. Thread-safe. */
final class EventLog {
  private static final int MOST = 20_000;
  private static final int LEAST = MOST / 2;

  /** Consecutive revisions, the first of which follows {@link #base}. */
  private List<Event> events = new ArrayList<>();

  private long base;
  private boolean closed;

  /** An empty log of a store that has come to this revision. */
  EventLog(long revision) {
    this.base = revision;
  }

  synchronized void add(Event event) {
    if (events.size() == MOST) {
      forget(MOST - LEAST);
    }
    events.add(event);
    notifyAll();
  }

  synchronized List<Event> after(long revision, Duration wait) throws InterruptedException {
    long limit = System.nanoTime() + wait.toNanos();
    while (!closed && revision >= base + events.size()) {
      long left = limit - System.nanoTime();
      if (left <= 0) {
        return List.of();
      }
      wait(left / 1_000_000 + 1);
    }
    if (closed) {
      return List.of();
    }
    if (revision < base) {
      throw new RevisionExpired(revision, base);
    }
    return List.copyOf(events.subList((int) (revision - base), events.size()));
  }

  synchronized void compact() {
    forget(events.size());
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void forget(int count) {
    base += count;
    events = new ArrayList<>(events.subList(count, events.size()));
  }
}
