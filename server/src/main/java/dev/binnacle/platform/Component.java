package dev.binnacle.platform;

/**
 * Something that Binnacle talks to, as problems and the platform's overview name it.
 *
 * @param name its name in the platform description
 * @param site the site it stands on
 */
public record Component(Type type, String name, String site) {

  /** What kind of component it is. */
  public enum Type {
    /** The REST API of the members of a Patroni cluster. */
    PATRONI,
    /** The PostgreSQL servers of a database. */
    POSTGRESQL,
    /** The admin consoles of the PgBouncers of a database. */
    PGBOUNCER,
    /** The API server of a Kubernetes cluster. */
    KUBERNETES,
    /** The nodes of a Redis Cluster. */
    REDIS,
    /** The members of a MongoDB replica set. */
    MONGODB
  }
}
