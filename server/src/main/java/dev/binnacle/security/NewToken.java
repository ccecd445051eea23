package dev.binnacle.security;

import dev.binnacle.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token that somebody asks for.
 *
 * @param expiresIn an ISO 8601 duration from now
 * @param expiresAt instead of a duration
 */
public record NewToken(
    String name,
    String description,
    Set<Role> roles,
    Optional<String> expiresIn,
    Optional<Instant> expiresAt) {}
