package dev.binnacle.security;

import dev.binnacle.identity.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What is needed to recognise a token.
 *
 * @param secretHash {@link TokenText#hash} of its text
 */
record TokenCredential(
    UUID id,
    String name,
    String secretHash,
    TokenOwner owner,
    Set<Role> roles,
    Instant expiresAt,
    boolean revoked) {

  /** Whether the text is this token's, compared in constant time. */
  boolean matches(String text) {
    return MessageDigest.isEqual(
        secretHash.getBytes(StandardCharsets.US_ASCII),
        TokenText.hash(text).getBytes(StandardCharsets.US_ASCII));
  }
}
