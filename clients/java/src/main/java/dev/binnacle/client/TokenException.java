package dev.binnacle.client;

/** There is no token to send: its source failed, or the OpenID Connect issuer gave none. */
public final class TokenException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  TokenException(String message) {
    super(message);
    this.passing = false;
  }

  TokenException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether it may work later without any change, because the issuer is away or overloaded. */
  public boolean mayPass() {
    return passing;
  }
}
