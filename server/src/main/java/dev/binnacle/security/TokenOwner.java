package dev.binnacle.security;

import dev.binnacle.identity.Caller;

/**
 * Whom a token stands for.
 *
 * @param subject the owner's subject, unique within its issuer
 * @param issuer the OIDC issuer that vouched for the owner, or {@link Caller#BINNACLE}
 */
public record TokenOwner(String subject, String issuer) {

  /** The caller, by whichever means it proved who it is. */
  static TokenOwner of(Caller caller) {
    return new TokenOwner(caller.subject(), caller.issuer());
  }
}
