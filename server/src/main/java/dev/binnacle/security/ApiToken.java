package dev.binnacle.security;

import dev.binnacle.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An API token without its secret.
 *
 * @param prefix the public part, by which it is recognised
 * @param description more about it; may be empty
 * @param roles what it may do
 * @param expiresAt from then on it is refused
 * @param lastUsedAt to the minute; empty when it never was
 * @param version grows with every change that a person makes
 */
public record ApiToken(
    UUID id,
    String prefix,
    String name,
    String description,
    TokenOwner owner,
    Set<Role> roles,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> lastUsedAt,
    long version) {}
