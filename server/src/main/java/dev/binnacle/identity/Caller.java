package dev.binnacle.identity;

import java.util.Set;

/**
 * Who makes a request, as authenticated.
 *
 * @param subject the name that audit and operations keep, unique within its issuer
 * @param issuer who vouches for the subject: an OIDC issuer, or {@code binnacle} for API tokens
 * @param kind how the caller authenticated
 * @param roles what the caller may do
 * @param sourceAddress the address the request came from
 * @param requestId the id of the request, for logs and audit
 */
public record Caller(
    String subject,
    String issuer,
    Kind kind,
    Set<Role> roles,
    String sourceAddress,
    String requestId) {

  /** How a caller authenticated. */
  public enum Kind {
    /** An API token of this server. */
    API_TOKEN,
    /** A JSON Web Token of an OIDC issuer. */
    OIDC,
    /** Binnacle itself, for what it does without being asked. */
    SYSTEM
  }

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Whether the caller may do what requires the role. */
  public boolean may(Role required) {
    return roles.stream().anyMatch(role -> role.includes(required));
  }

  /** Binnacle itself, acting within the request or operation of that id. */
  public static Caller system(String requestId) {
    return new Caller("binnacle", "binnacle", Kind.SYSTEM, Set.of(), "", requestId);
  }
}
