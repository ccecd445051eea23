package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a list.
 *
 * @param objects shared trees that nobody changes
 * @param revision of the whole list
 * @param next the token of the next page, if there is one
 * @param remaining how many objects are left for later pages, where that is known
 */
public record Page(
    List<ObjectNode> objects, long revision, Optional<String> next, OptionalLong remaining) {
  /** Puts what a list says about itself into its metadata. */
  public void describe(ObjectNode metadata) {
    metadata.put("resourceVersion", Long.toString(revision));
    next.ifPresent(token -> metadata.put("continue", token));
    remaining.ifPresent(count -> metadata.put("remainingItemCount", count));
  }
}
