package dev.binnacle.platform;

import dev.binnacle.platform.SecretReference.SecretUnavailableException;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a call to a component failed, in words and as a problem. Pure. */
final class ComponentFailure {

  private ComponentFailure() {}

  /** The problem to tell: refused, too slow, or not to be reached. */
  static ProblemException problem(Component component, String endpoint, Throwable failure) {
    if (failure instanceof ProblemException told) {
      return told;
    }
    var said = said(failure);
    var problem =
        Problem.of(
                code(failure),
                "%s of %s at %s %s: %s."
                    .formatted(
                        word(component.type()), component.name(), endpoint, verb(failure), said))
            .withRemedy(remedy(failure))
            .causedBy(component.type().name(), component.name(), said);
    return new ProblemException(problem, failure);
  }

  /** What the component said, or how it kept silent. */
  static String said(Throwable failure) {
    return switch (failure) {
      case ComponentRefusedException refused -> refused.getMessage();
      case ComponentUnavailableException away -> away.getMessage();
      case SecretUnavailableException missing -> missing.getMessage();
      case CallNotPermittedException open -> "it failed repeatedly and is left alone for a moment";
      case BulkheadFullException full -> "too many calls to it are still running";
      case UnknownHostException unknown -> "unknown host";
      case ConnectException refused when hasUnresolvedAddress(refused) -> "unknown host";
      case ConnectException refused -> "connection refused";
      case InterruptedException givenUp -> "the caller gave up waiting";
      case TimeoutException late -> "no answer in time";
      case HttpTimeoutException late -> "no answer in time";
      case SocketTimeoutException late -> "no answer in time";
      case SSLException untrusted -> TlsFailure.words(untrusted);
      case IOException broken when broken.getMessage() != null -> broken.getMessage();
      case IOException broken -> "the connection broke";
      default -> "an answer that makes no sense";
    };
  }

  /** Whether the failure says that the component is away or too slow, as the breaker counts it. */
  static boolean isSilence(Throwable failure) {
    return failure instanceof IOException || failure instanceof TimeoutException;
  }

  private static boolean isLate(Throwable failure) {
    return failure instanceof TimeoutException
        || failure instanceof HttpTimeoutException
        || failure instanceof SocketTimeoutException;
  }

  private static boolean hasUnresolvedAddress(Throwable failure) {
    return failure.getCause() instanceof UnresolvedAddressException
        || (failure.getCause() != null && hasUnresolvedAddress(failure.getCause()));
  }

  private static ProblemCode code(Throwable failure) {
    if (isLate(failure)) {
      return ProblemCode.COMPONENT_TIMEOUT;
    }
    return failure instanceof IOException
            || failure instanceof CallNotPermittedException
            || failure instanceof BulkheadFullException
            || failure instanceof InterruptedException
            || failure instanceof SecretUnavailableException
            || failure instanceof ComponentUnavailableException
        ? ProblemCode.COMPONENT_UNAVAILABLE
        : ProblemCode.COMPONENT_REFUSED;
  }

  private static String verb(Throwable failure) {
    return switch (code(failure)) {
      case COMPONENT_TIMEOUT -> "is too slow";
      case COMPONENT_UNAVAILABLE -> "cannot be asked";
      default -> "refused";
    };
  }

  private static String remedy(Throwable failure) {
    return switch (failure) {
      case SecretUnavailableException missing ->
          "Put the secret where the platform description says.";
      case ComponentUnavailableException away -> away.remedy();
      case ComponentRefusedException refused when refused.remedy().isPresent() ->
          refused.remedy().get();
      case ComponentRefusedException refused ->
          "Look at what it said; the platform description may hold a wrong address or password.";
      default -> "Look at its host, its process and the network; then try again.";
    };
  }

  private static String word(Component.Type type) {
    return switch (type) {
      case PATRONI -> "The Patroni";
      case POSTGRESQL -> "The PostgreSQL";
      case PGBOUNCER -> "The PgBouncer";
      case KUBERNETES -> "The Kubernetes API";
      case REDIS -> "The Redis";
      case MONGODB -> "The MongoDB";
    };
  }
}
