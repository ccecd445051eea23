package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.ComponentUnavailableException;

/** Says in words what an answer means that is none of success. Pure. */
final class ApiRefusal {

  private ApiRefusal() {}

  /**
   * The exception for the answer.
   *
   * @param asked what was asked for, as roles name it
   */
  static RuntimeException of(Permission asked, ApiReply reply) {
    var message = reply.message();
    return switch (reply.status()) {
      case 401 ->
          new ComponentRefusedException(
              "it does not accept the credentials (401 %s)".formatted(message),
              "Look whether the token or client certificate of the cluster has expired; a renewed"
                  + " kubeconfig is read by itself.");
      case 403 -> forbidden(asked, message);
      case 429 ->
          new ComponentUnavailableException(
              "it has too much to do (429 %s)".formatted(message)
                  + reply
                      .patience()
                      .map(time -> " and asks for " + time.toSeconds() + " s of patience")
                      .orElse(""),
              "Try again in a moment. If it stays so, look at the API server's load and its"
                  + " priority levels.");
      default -> new ComponentRefusedException(reply.status() + " " + message);
    };
  }

  /** The API server names the permission that is missing; if it does not, what was asked is it. */
  private static ComponentRefusedException forbidden(Permission asked, String message) {
    var missing = Permission.missing(message).orElse(asked);
    return new ComponentRefusedException(
        "Binnacle may not %s %s (403 %s)".formatted(missing.verb(), missing.resource(), message),
        "Grant the verb \"%s\" on the resource \"%s\" to Binnacle's user by a role, unless the"
                .formatted(missing.verb(), missing.resource())
            + " message names another reason.");
  }
}
