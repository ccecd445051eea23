package dev.binnacle.sandbox;

import java.nio.file.Path;

/**
 * The passwords of a Patroni cluster, each made once and kept in a file of its own that only the
 * user of this JVM can read.
 */
public record PatroniSecrets(Path directory) {
  /** Who may make the unsafe calls of the REST API. */
  public static final String REST_USER = "binnacle";

  /** PostgreSQL's superuser. */
  public static final String SUPERUSER = "postgres";

  /** Who may use the admin consoles of the PgBouncers. */
  public static final String POOLER_USER = "binnacle";

  static final String REPLICATION_USER = "replicator";

  /** The file of the REST API's password. */
  public Path restPasswordFile() {
    return directory.resolve("patroni-rest-password");
  }

  /** The file of the superuser's password. */
  public Path superuserPasswordFile() {
    return directory.resolve("postgresql-superuser-password");
  }

  /** The file of the PgBouncers' password. */
  public Path poolerPasswordFile() {
    return directory.resolve("pgbouncer-password");
  }

  /** The password of {@link #POOLER_USER}. */
  public String poolerPassword() {
    return PrivateFile.readOrCreate(poolerPasswordFile(), Secrets::password);
  }

  /** The password of {@link #REST_USER}. */
  public String restPassword() {
    return PrivateFile.readOrCreate(restPasswordFile(), Secrets::password);
  }

  /** The password of {@link #SUPERUSER}. */
  public String superuserPassword() {
    return PrivateFile.readOrCreate(superuserPasswordFile(), Secrets::password);
  }

  String replicationPassword() {
    return PrivateFile.readOrCreate(
        directory.resolve("postgresql-replication-password"), Secrets::password);
  }
}
