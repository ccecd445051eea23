package dev.binnacle.http.authentication;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.util.regex.Pattern;

/** The Authorization header of RFC 6750. */
final class BearerHeader {

  private static final Pattern BEARER =
      Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);

  private BearerHeader() {}

  /**
   * The token in the header, which may be null.
   *
   * @throws dev.binnacle.problems.ProblemException 401 when there is none
   */
  static String token(String header) {
    if (header == null || header.isBlank()) {
      throw Problem.of(ProblemCode.AUTHENTICATION_REQUIRED, "The request has no token.")
          .withRemedy("Send Authorization: Bearer with a JWT or an API token.")
          .asException();
    }
    var match = BEARER.matcher(header);
    if (!match.matches()) {
      throw Problem.of(
              ProblemCode.INVALID_TOKEN, "The Authorization header does not carry a bearer token.")
          .withRemedy("Send Authorization: Bearer with a JWT or an API token.")
          .asException();
    }
    return match.group(1);
  }
}
