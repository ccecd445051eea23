package dev.binnacle.identity;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do; {@link #includes} tells which role covers which. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Runs procedures. */
  OPERATOR,
  /** Configures, overrides guards, approves, grants. */
  ADMIN,
  /** Reads the audit log. */
  AUDITOR;

  /** The word used in tokens and in the contract's {@code x-required-role}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that word, in any case; empty when there is none. */
  public static Optional<Role> of(String word) {
    for (var role : values()) {
      if (role.word().equalsIgnoreCase(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a caller with this role may do what requires the other: an admin also runs procedures,
   * and everybody reads. The audit log is for auditors alone, so that no one watches themselves.
   */
  public boolean includes(Role required) {
    return this == required || (this == ADMIN && required == OPERATOR) || required == VIEWER;
  }
}
