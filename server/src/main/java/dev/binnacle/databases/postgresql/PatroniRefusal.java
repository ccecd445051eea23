package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;

/** The problem of a change that Patroni will not make. */
final class PatroniRefusal {

  private PatroniRefusal() {}

  /**
   * The problem.
   *
   * @param what what Patroni did not do, as in "restart orders-1"
   * @param words Patroni's own
   */
  static ProblemException of(String database, String what, String words) {
    return Problem.of(ProblemCode.COMPONENT_REFUSED, "Patroni did not " + what + ": " + words + ".")
        .withRemedy("Look at the member and at Patroni's log; a retry asks again.")
        .causedBy(Component.Type.PATRONI.name(), database, words)
        .asException();
  }
}
