package dev.binnacle.security;

/**
 * A new token.
 *
 * @param text the token itself, with its secret; kept nowhere
 */
public record IssuedToken(ApiToken token, String text) {

  /** Without the secret: records end up in logs. */
  @Override
  public String toString() {
    return "IssuedToken[" + token.prefix() + "]";
  }
}
