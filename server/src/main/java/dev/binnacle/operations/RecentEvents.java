package dev.binnacle.operations;

import java.util.List;

/**
 * What has happened to an operation since somebody last looked, as of one instant.
 *
 * @param events oldest first
 * @param complete whether nothing will follow: the operation is final and no event was left off
 */
record RecentEvents(List<OperationEvent> events, boolean complete) {

  RecentEvents {
    events = List.copyOf(events);
  }
}
