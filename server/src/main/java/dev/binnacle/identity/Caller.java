package dev.binnacle.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request, as authenticated.
 *
 * @param subject the name that audit and operations keep, unique within its issuer
 * @param issuer who vouches for the subject: an OIDC issuer, also when the subject came with an API
 *     token of its own, or {@link #BINNACLE}
 * @param kind how the caller authenticated
 * @param roles what the caller may do
 * @param sourceAddress the address the request came from
 * @param requestId the id of the request, for logs and audit
 * @param apiTokenName the name of the API token that was used, if one was
 */
public record Caller(
    String subject,
    String issuer,
    Kind kind,
    Set<Role> roles,
    String sourceAddress,
    String requestId,
    Optional<String> apiTokenName) {

  /** The issuer of subjects that no OIDC issuer vouches for. */
  public static final String BINNACLE = "binnacle";

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

  /** A caller who used no API token. */
  public Caller(
      String subject,
      String issuer,
      Kind kind,
      Set<Role> roles,
      String sourceAddress,
      String requestId) {
    this(subject, issuer, kind, roles, sourceAddress, requestId, Optional.empty());
  }

  /** Whether the caller may do what requires the role. */
  public boolean may(Role required) {
    return roles.stream().anyMatch(role -> role.includes(required));
  }

  /** Binnacle itself, acting within the request or operation of that id. */
  public static Caller system(String requestId) {
    return new Caller(BINNACLE, BINNACLE, Kind.SYSTEM, Set.of(), "", requestId);
  }
}
