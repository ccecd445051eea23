package dev.binnacle.operations;

import java.util.List;

/**
 * A procedure's answer to a request: what exactly it would do with the world as it is.
 *
 * @param intent everything that the steps need, resolved; stored as JSON
 * @param plan the same in words
 * @param guards what the procedure's own guards found in the same look at the world
 */
public record Proposal<I>(I intent, Plan plan, List<GuardResult> guards) {

  public Proposal {
    guards = List.copyOf(guards);
  }
}
