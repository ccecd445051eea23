package dev.binnacle.http.authentication;

/** The issuer could not be asked, or what it said cannot be used; so no token can be judged. */
final class IssuerUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  IssuerUnavailable(String said) {
    super(said);
  }
}
