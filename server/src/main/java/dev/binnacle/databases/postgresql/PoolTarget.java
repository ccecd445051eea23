package dev.binnacle.databases.postgresql;

/**
 * A pool that a procedure is about: the database of that name in one PgBouncer.
 *
 * @param already whether it was before as it is wanted: then it is left alone
 */
public record PoolTarget(String pgbouncer, String pool, boolean already) {

  /** It in words. */
  String words() {
    return pool + " of " + pgbouncer;
  }
}
