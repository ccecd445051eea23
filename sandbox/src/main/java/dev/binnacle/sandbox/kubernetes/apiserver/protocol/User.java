package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

import java.util.Set;

/** Who asks. */
public record User(String name, Set<String> groups) {
  /** The group that may do everything. */
  public static final String MASTERS = "system:masters";

  public User {
    groups = Set.copyOf(groups);
  }

  /** Whether no rule binds this user. */
  public boolean isMaster() {
    return groups.contains(MASTERS);
  }
}
