package dev.binnacle.security;

import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import java.util.Set;

/** Callers for tests. */
final class Callers {

  static final Caller VERA = person("vera", Role.VIEWER);
  static final Caller OLAF = person("olaf", Role.OPERATOR);
  static final Caller ADA = person("ada", Role.ADMIN);

  private Callers() {}

  static Caller person(String subject, Role... roles) {
    return person(subject, "https://issuer", roles);
  }

  static Caller person(String subject, String issuer, Role... roles) {
    return new Caller(
        subject, issuer, Caller.Kind.OIDC, Set.of(roles), "10.20.9.4", "request-" + subject);
  }
}
