package dev.binnacle.http.pipeline;

import dev.binnacle.http.CurrentRequest;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets callers pass that have the role which the contract requires. */
final class AuthorizationFilter implements ContainerRequestFilter {

  private final Role required;
  private final CurrentRequest currentRequest;

  AuthorizationFilter(Role required, CurrentRequest currentRequest) {
    this.required = required;
    this.currentRequest = currentRequest;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var caller = currentRequest.get().caller();
    if (!caller.may(required)) {
      throw refusal(required, caller.roles()).asException();
    }
  }

  /** The problem of a caller that has other roles, or none. */
  static Problem refusal(Role required, Set<Role> roles) {
    var has =
        roles.isEmpty()
            ? "no role"
            : roles.stream().sorted().map(Role::name).collect(Collectors.joining(", "));
    return Problem.of(
            ProblemCode.ROLE_MISSING,
            "This needs the role %s; you have %s.".formatted(required, has))
        .withRemedy("Ask an admin for the role %s, or use a token that has it.".formatted(required))
        .with("missingRole", required.name());
  }
}
