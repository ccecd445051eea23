package dev.binnacle.security;

import dev.binnacle.audit.AuditEntry;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What the audit log keeps of a token: nothing of its secret, and nothing that changes by itself.
 */
record TokenAudit(
    String name,
    String prefix,
    String description,
    TokenOwner owner,
    List<Role> roles,
    Instant expiresAt) {

  static TokenAudit of(ApiTokenEntity token) {
    return new TokenAudit(
        token.name,
        token.prefix,
        token.description,
        new TokenOwner(token.owner, token.ownerIssuer),
        Arrays.stream(token.roles).map(Role::valueOf).toList(),
        token.expiresAt);
  }

  /** An entry about the token. */
  static AuditEntry entry(Caller caller, String action, ApiTokenEntity token) {
    return AuditEntry.success(caller, action, "API_TOKEN", token.id.toString());
  }
}
