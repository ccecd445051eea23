package dev.binnacle.sandbox;

import java.nio.file.Path;

/**
 * The password of a Redis Cluster, made once and kept in a file that only the user of this JVM can
 * read.
 */
public record RedisSecrets(Path directory) {
  /** The one user that there is; the default user is off. */
  public static final String USER = "binnacle";

  /** The file of the password. */
  public Path passwordFile() {
    return directory.resolve("redis-password");
  }

  /** The password of {@link #USER}. */
  public String password() {
    return PrivateFile.readOrCreate(passwordFile(), Secrets::password);
  }
}
