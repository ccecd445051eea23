package dev.binnacle.http.pipeline;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;
import java.util.Optional;

/**
 * Refuses what no query parameter can be: nothing at all, which JAX-RS would take for an absent
 * one, and the character U+0000, which PostgreSQL cannot compare.
 */
final class ParameterFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach((name, values) ->
            values.stream()
                .flatMap(value -> wrong(value).stream())
                .findFirst()
                .ifPresent(words -> refuse(name, words)));
  }

  private static Optional<String> wrong(String value) {
    if (value.isEmpty()) {
      return Optional.of("must not be empty");
    }
    return value.indexOf('\0') < 0
        ? Optional.empty()
        : Optional.of("must not contain the character U+0000");
  }

  private static void refuse(String name, String words) {
    throw Problem.of(
            ProblemCode.INVALID_PARAMETER, "The parameter %s is not valid.".formatted(name))
        .withErrors(List.of(Problem.Violation.of(name, words)))
        .withRemedy("Correct the parameter and repeat, or leave it out.")
        .asException();
  }
}
