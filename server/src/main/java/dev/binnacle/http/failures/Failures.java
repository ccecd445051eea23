package dev.binnacle.http.failures;

import dev.binnacle.http.ProblemWithHeaders;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ParamException;

/** Decides which problem a throwable is. */
final class Failures {

  private static final String REPEAT = "Repeat it. If it fails again, report the requestId.";

  private Failures() {}

  /** The failure that was thrown, however deeply it was wrapped on its way. */
  static Failure of(Throwable thrown) {
    return causes(thrown)
        .flatMap(cause -> known(cause).stream())
        .findFirst()
        .or(() -> stateStore(thrown))
        .orElseGet(() -> internal(thrown));
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(32);
  }

  private static Optional<Failure> known(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case ProblemWithHeaders found ->
              new Failure(found.problem(), found.headers(), fault(found));
          case ProblemException found -> new Failure(found.problem(), advice(found), fault(found));
          case BodyTooLarge tooLarge ->
              told(
                  Problem.of(ProblemCode.BODY_TOO_LARGE, tooLarge.getMessage())
                      .withRemedy("Send less."));
          case ConstraintViolationException violated when Violations.byCaller(violated) ->
              told(Violations.of(violated));
          case ParamException bad -> told(parameter(bad));
          case NotAllowedException wrong -> methodNotAllowed(wrong);
          case NotFoundException unknown ->
              told(
                  Problem.of(ProblemCode.PATH_NOT_FOUND, "The API has no such path.")
                      .withRemedy("/docs lists the paths."));
          case NotAcceptableException foreign ->
              told(
                  Problem.of(
                          ProblemCode.NOT_ACCEPTABLE,
                          "None of the media types in Accept can be served.")
                      .withRemedy("Send Accept: application/json, or none."));
          case NotSupportedException foreign ->
              told(
                  Problem.of(
                          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                          "The body is not of a media type that is taken here.")
                      .withRemedy("Send Content-Type: application/json."));
          case BadRequestException malformed ->
              told(
                  Problem.of(ProblemCode.MALFORMED_REQUEST, "The request cannot be understood.")
                      .withRemedy("Compare it with the contract at /docs."));
          case ServiceUnavailableException busy -> serverBusy();
          case RejectedExecutionException closing -> serverBusy();
          default -> null;
        });
  }

  private static Failure told(Problem problem) {
    return new Failure(problem, Map.of(), Optional.empty());
  }

  /** A problem's cause belongs in the log when the fault is not the caller's. */
  private static Optional<Throwable> fault(ProblemException found) {
    return found.problem().code() == ProblemCode.INTERNAL_ERROR
        ? Optional.of(found)
        : Optional.empty();
  }

  private static Map<String, String> advice(ProblemException found) {
    var code = found.problem().code();
    return switch (code) {
      case AUTHENTICATION_REQUIRED -> Map.of("WWW-Authenticate", "Bearer realm=\"binnacle\"");
      case INVALID_TOKEN, TOKEN_EXPIRED ->
          Map.of(
              "WWW-Authenticate",
              "Bearer realm=\"binnacle\", error=\"invalid_token\", error_description=\"%s\""
                  .formatted(quotable(found.problem().detail())));
      case STATE_STORE_UNAVAILABLE, COMPONENT_UNAVAILABLE -> Map.of("Retry-After", "5");
      case SERVER_BUSY, IDEMPOTENCY_KEY_IN_FLIGHT, RATE_LIMIT_EXCEEDED ->
          Map.of("Retry-After", "1");
      default -> Map.of();
    };
  }

  /** The characters that RFC 6750 allows in error_description. */
  private static String quotable(String text) {
    return text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "'");
  }

  private static Problem parameter(ParamException bad) {
    var name = bad.getParameterName();
    return Problem.of(
            ProblemCode.INVALID_PARAMETER, "The parameter %s is not valid.".formatted(name))
        .withErrors(List.of(Problem.Violation.of(name, "cannot be read as what it should be")))
        .withRemedy("Correct the parameter and repeat.");
  }

  private static Failure methodNotAllowed(NotAllowedException wrong) {
    var problem =
        Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The path does not have this method.")
            .withRemedy("Allow names the methods that it has.");
    var allow = wrong.getResponse().getHeaderString("Allow");
    return new Failure(
        problem, allow == null ? Map.of() : Map.of("Allow", allow), Optional.empty());
  }

  private static Failure serverBusy() {
    return new Failure(
        Problem.of(ProblemCode.SERVER_BUSY, "The server has no room for this request now.")
            .withRemedy("Repeat in a second."),
        Map.of("Retry-After", "1"),
        Optional.empty());
  }

  private static Optional<Failure> stateStore(Throwable thrown) {
    if (causes(thrown).noneMatch(StoreOutage::shows)) {
      return Optional.empty();
    }
    var problem =
        Problem.of(
                ProblemCode.STATE_STORE_UNAVAILABLE, "The PostgreSQL of Binnacle does not answer.")
            .withRemedy("Bring it back; then repeat. Nothing is lost.");
    return Optional.of(new Failure(problem, Map.of("Retry-After", "5"), Optional.of(thrown)));
  }

  private static Failure internal(Throwable thrown) {
    return new Failure(
        Problem.of(ProblemCode.INTERNAL_ERROR, "The request could not be answered.")
            .withRemedy(REPEAT),
        Map.of(),
        Optional.of(thrown));
  }
}
