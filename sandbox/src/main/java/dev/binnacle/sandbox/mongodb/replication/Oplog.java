package dev.binnacle.sandbox.mongodb.replication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * The capped collection {@code local.oplog.rs}. All members share one history: what a primary wrote
 * alone is never rolled back here. Guarded by the lock of the replica set.
 */
public final class Oplog {
  private static final int ENTRY_OVERHEAD = 120;
  private static final int GONE_BEFORE_CLEARING = 1024;

  private final List<OplogEntry> entries = new ArrayList<>();
  private final long maximumSize;
  private int gone;
  private long cleared;
  private long size;

  Oplog(long maximumSize) {
    this.maximumSize = maximumSize;
  }

  /** Adds an operation; the oldest ones make room for it. */
  public OplogEntry append(
      long term, Instant wall, String kind, String namespace, BsonDocument change) {
    int seconds = (int) wall.getEpochSecond();
    OpTime last = last();
    OpTime time =
        last.seconds() >= seconds
            ? new OpTime(last.seconds(), last.increment() + 1, term)
            : new OpTime(seconds, 1, term);
    OplogEntry entry =
        new OplogEntry(
            time, kind, namespace, change, wall, ENTRY_OVERHEAD + change.toString().length());
    entries.add(entry);
    size += entry.size();
    makeRoom();
    return entry;
  }

  private void makeRoom() {
    while (size > maximumSize && gone < entries.size() - 1) {
      size -= entries.get(gone).size();
      gone++;
    }
    if (gone >= GONE_BEFORE_CLEARING) {
      entries.subList(0, gone).clear();
      cleared += gone;
      gone = 0;
    }
  }

  /** The number of the oldest operation that is still there; operations are numbered from 0. */
  long first() {
    return cleared + gone;
  }

  /** The number that the next operation gets. */
  long end() {
    return cleared + entries.size();
  }

  /** The time of the newest operation. */
  OpTime last() {
    return entries.isEmpty() ? OpTime.NONE : entries.getLast().time();
  }

  /** The newest operation below that number, if it is still there. */
  Optional<OplogEntry> before(long number) {
    return number > first() && number <= end()
        ? Optional.of(entries.get((int) (number - 1 - cleared)))
        : Optional.empty();
  }

  /** The number after the last operation that was written before then. */
  long endAt(Instant then) {
    long number = end();
    while (number > first() && before(number).orElseThrow().wall().isAfter(then)) {
      number--;
    }
    return number;
  }

  /** The operations below that number, the oldest first. */
  public List<OplogEntry> upTo(long number) {
    int to = (int) Math.clamp(number - cleared, gone, entries.size());
    return List.copyOf(entries.subList(gone, to));
  }

  /** The bytes in use. */
  public long size() {
    return size;
  }

  /** The bytes that it may use. */
  public long maximumSize() {
    return maximumSize;
  }
}
