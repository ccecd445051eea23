package dev.binnacle.databases.postgresql;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the PgBouncers and pools that a request means. Pure. */
final class PoolChoice {

  private PoolChoice() {}

  /**
   * The PgBouncers that are meant, of which at least one answers.
   *
   * @throws ProblemException when there is none, or none of them answers
   */
  static List<SeenPooler> poolers(
      String database, List<SeenPooler> described, Optional<String> pgbouncer) {
    if (described.isEmpty()) {
      throw Problem.of(
              ProblemCode.POOL_NOT_FOUND,
              "The platform description names no PgBouncer of " + database + ".")
          .withRemedy("Describe it: databases[].pgbouncer.")
          .asException();
    }
    var meant =
        described.stream()
            .filter(pooler -> pgbouncer.map(pooler.name()::equals).orElse(true))
            .toList();
    if (meant.isEmpty()) {
      throw Problem.of(
              ProblemCode.POOL_NOT_FOUND,
              "%s has no PgBouncer at %s.".formatted(database, pgbouncer.orElseThrow()))
          .withRemedy(
              "There are "
                  + String.join(", ", described.stream().map(SeenPooler::name).toList())
                  + ".")
          .asException();
    }
    if (meant.stream().allMatch(pooler -> pooler.state().problem().isPresent())) {
      throw new ProblemException(meant.getFirst().state().problem().orElseThrow());
    }
    return meant;
  }

  /**
   * The pools that are meant.
   *
   * @param paused whether they are wanted to be paused
   * @throws ProblemException when there is none
   */
  static List<PoolTarget> pools(List<SeenPooler> poolers, Optional<String> pool, boolean paused) {
    Predicate<String> isMeant = name -> pool.map(name::equals).orElse(true);
    var targets =
        poolers.stream()
            .flatMap(pooler ->
                pooler.state().value().stream()
                    .flatMap(state -> state.databases().stream())
                    .filter(database -> isMeant.test(database.name()))
                    .map(database ->
                        new PoolTarget(
                            pooler.name(), database.name(), database.paused() == paused)))
            .toList();
    if (targets.isEmpty()) {
      throw Problem.of(
              ProblemCode.POOL_NOT_FOUND,
              pool.map(name -> "No PgBouncer that answers has a database " + name + ".")
                  .orElse("No PgBouncer that answers has a database."))
          .withRemedy("listPostgresqlPools shows what there is.")
          .asException();
    }
    return targets;
  }
}
