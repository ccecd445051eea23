package dev.binnacle.sandbox;

import dev.binnacle.sandbox.mongodb.User;
import java.nio.file.Path;
import java.util.List;

/**
 * The users of a simulated replica set. Each password is made once and kept in a file of its own
 * that only the user of this JVM can read.
 */
public record MongodbSecrets(Path directory) {
  /** Who has the roles that Binnacle needs. */
  public static final String USER = "binnacle";

  private static final String ADMINISTRATOR = "admin";

  /** The file of the password of {@link #USER}. */
  public Path passwordFile() {
    return directory.resolve("mongodb-password");
  }

  /** Who has the roles that Binnacle needs. */
  public User user() {
    return new User(USER, PrivateFile.readOrCreate(passwordFile(), Secrets::password), true);
  }

  /** Who may do everything; for people. */
  public User administrator() {
    return new User(
        ADMINISTRATOR,
        PrivateFile.readOrCreate(directory.resolve("mongodb-admin-password"), Secrets::password),
        true);
  }

  /** All of them. */
  public List<User> users() {
    return List.of(user(), administrator());
  }
}
