package dev.binnacle.security;

import dev.binnacle.identity.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One row of {@code api_token}. */
@Entity
@Table(name = "api_token")
class ApiTokenEntity {
  @Id UUID id;
  String prefix;
  String secretHash;
  String name;
  String description;
  String owner;
  String ownerIssuer;
  String[] roles;
  Instant createdAt;
  Instant expiresAt;
  Instant lastUsedAt;
  Instant revokedAt;
  String revokedBy;
  @Version long version;

  /** Required by JPA. */
  protected ApiTokenEntity() {}

  ApiTokenEntity(String text, TokenOwner ownedBy, Set<Role> may, Instant now, Instant until) {
    id = UUID.randomUUID();
    prefix = TokenText.prefix(text).orElseThrow();
    secretHash = TokenText.hash(text);
    owner = ownedBy.subject();
    ownerIssuer = ownedBy.issuer();
    roles = may.stream().sorted().map(Role::name).toArray(String[]::new);
    createdAt = now;
    expiresAt = until;
  }

  ApiToken toRecord() {
    return new ApiToken(
        id,
        prefix,
        name,
        description,
        new TokenOwner(owner, ownerIssuer),
        roleSet(),
        createdAt,
        expiresAt,
        Optional.ofNullable(lastUsedAt),
        version);
  }

  TokenCredential toCredential() {
    return new TokenCredential(
        id,
        name,
        secretHash,
        new TokenOwner(owner, ownerIssuer),
        roleSet(),
        expiresAt,
        revokedAt != null);
  }

  private Set<Role> roleSet() {
    return Arrays.stream(roles).map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
