package dev.binnacle.nodes.drain;

import dev.binnacle.operations.StepContext;
import dev.binnacle.store.Json;
import java.time.Instant;

/** What a drain remembers from step to step, across the death of the server. */
final class DrainMemory {

  private static final String STARTED_AT = "startedAt";
  private static final String CORDONED_HERE = "cordonedHere";
  private static final String PROGRESS = "progress";
  private static final String EMPTY_AT = "emptyAt";

  private final StepContext<DrainIntent> context;

  DrainMemory(StepContext<DrainIntent> context) {
    this.context = context;
  }

  /** The first step begins; a later call changes nothing. */
  void started(Instant at) {
    context.rememberFirst(STARTED_AT, at.toString());
  }

  Instant startedAt() {
    return Instant.parse(context.recallKept(STARTED_AT));
  }

  void cordonedHere(boolean here) {
    context.remember(CORDONED_HERE, String.valueOf(here));
  }

  /** Whether this drain cordoned the node. */
  boolean cordonedHere() {
    return context.recall(CORDONED_HERE).map(Boolean::parseBoolean).orElse(false);
  }

  void progress(DrainProgress progress) {
    context.remember(PROGRESS, Json.write(progress));
  }

  DrainProgress progress() {
    return context
        .recall(PROGRESS)
        .map(text -> Json.read(text, DrainProgress.class))
        .orElse(DrainProgress.NONE);
  }

  /** The last pod was gone. */
  void emptyAt(Instant at) {
    context.remember(EMPTY_AT, at.toString());
  }

  Instant emptyAt() {
    return Instant.parse(context.recallKept(EMPTY_AT));
  }
}
