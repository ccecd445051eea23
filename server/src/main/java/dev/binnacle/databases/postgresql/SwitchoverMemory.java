package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.StepContext;
import dev.binnacle.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a switchover remembers from step to step, across the death of the server. The first value
 * kept under a name stays, unless it says otherwise.
 */
final class SwitchoverMemory {

  private static final String STARTED_AT = "startedAt";
  private static final String BASELINE = "baseline";
  private static final String REQUESTED_AT = "requestedAt";
  private static final String LAST_WRITE = "lastWriteBefore";
  private static final String OUTAGE = "outage";
  private static final String REJOINED_AT = "rejoinedAt";

  private final StepContext<SwitchoverIntent> context;

  SwitchoverMemory(StepContext<SwitchoverIntent> context) {
    this.context = context;
  }

  /**
   * How the database was before.
   *
   * @param timeline of the old leader
   * @param streaming the members that streamed from it
   */
  record Baseline(long timeline, List<String> streaming) {}

  /** The operation's first step begins; a later call changes nothing. */
  void started(Instant at) {
    context.rememberFirst(STARTED_AT, at.toString());
  }

  Instant startedAt() {
    return Instant.parse(context.recallKept(STARTED_AT));
  }

  /** Keeps how the database is before anything is done to it; the newest counts. */
  void baseline(Baseline baseline) {
    context.remember(BASELINE, Json.write(baseline));
  }

  Baseline baseline() {
    return Json.read(context.recallKept(BASELINE), Baseline.class);
  }

  /** Patroni is about to be asked, for the first time or again. */
  void requested(Instant at) {
    context.rememberFirst(REQUESTED_AT, at.toString());
  }

  Optional<Instant> requestedAt() {
    return context.recall(REQUESTED_AT).map(Instant::parse);
  }

  /** The last write seen before Patroni was asked: the bound should the measurement break off. */
  void lastWriteBefore(Instant at) {
    context.rememberFirst(LAST_WRITE, at.toString());
  }

  Instant lastWriteBefore() {
    return Instant.parse(context.recallKept(LAST_WRITE));
  }

  void outage(WriteOutage outage) {
    context.rememberFirst(OUTAGE, Json.write(outage));
  }

  Optional<WriteOutage> outage() {
    return context.recall(OUTAGE).map(text -> Json.read(text, WriteOutage.class));
  }

  /** The old leader streams again. */
  void rejoined(Instant at) {
    context.rememberFirst(REJOINED_AT, at.toString());
  }

  Instant rejoinedAt() {
    return Instant.parse(context.recallKept(REJOINED_AT));
  }
}
