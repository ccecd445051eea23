package dev.binnacle.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a secret is kept. The description never holds the secret itself. */
public sealed interface SecretReference {

  /**
   * The secret as it is now: a file is read each time, so that a rotated one takes effect.
   *
   * @throws SecretUnavailableException when it is not there
   */
  String read();

  /** A secret in an environment variable of the server. */
  record Environment(String variable) implements SecretReference {
    @Override
    public String read() {
      var value = System.getenv(variable);
      if (value == null) {
        throw new SecretUnavailableException(
            "the environment variable " + variable + " is not set");
      }
      return value;
    }
  }

  /** A secret in a file; the line end after it does not belong to it. */
  record InFile(Path path) implements SecretReference {
    @Override
    public String read() {
      try {
        return Files.readString(path).stripTrailing();
      } catch (IOException unreadable) {
        throw new SecretUnavailableException("the file " + path + " cannot be read");
      }
    }
  }

  /** A secret is not where the description says; the message names the place. */
  final class SecretUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message) {
      super(message);
    }
  }
}
