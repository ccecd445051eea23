package dev.binnacle.platform.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import dev.binnacle.platform.ComponentRefusedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;

/** Tells apart a member that is away from one that refuses. Pure. */
final class DriverFailure {

  private DriverFailure() {}

  /** The exception that says the same to a component edge. */
  static Exception translate(MongoException failure) {
    return switch (failure) {
      case MongoInterruptedException stopped -> new InterruptedException();
      case MongoSecurityException refused ->
          new ComponentRefusedException(
              "authentication failed",
              "Look at the user and the password that the platform description names.");
      case MongoServerException refused -> refusal(refused);
      case MongoSocketReadTimeoutException late -> new SocketTimeoutException();
      default -> silence(failure);
    };
  }

  static String words(MongoServerException refused) {
    var message = refused.getMessage() == null ? "" : refused.getMessage();
    // The driver wraps the server's words: "Command failed with error 13 (…): 'words' on server …".
    int begin = message.indexOf(": '");
    int end = message.indexOf("' on server");
    return begin >= 0 && end > begin ? message.substring(begin + 3, end) : message;
  }

  private static Exception refusal(MongoServerException refused) {
    var said = "%s (error %d)".formatted(words(refused), refused.getCode());
    return refused.getCode() == 13
        ? new ComponentRefusedException(
            said, "Give the user that the platform description names the roles that it needs.")
        : new ComponentRefusedException(said);
  }

  /** The reason that the operating system gave, below what the driver made of it. */
  private static Exception silence(MongoException failure) {
    var cause =
        Stream.<Throwable>iterate(failure, one -> one != null, Throwable::getCause)
            .filter(IOException.class::isInstance)
            .map(IOException.class::cast)
            .findFirst();
    if (cause.isPresent()) {
      return cause.get();
    }
    return failure instanceof MongoTimeoutException
        ? new SocketTimeoutException()
        : new IOException(null, failure);
  }
}
