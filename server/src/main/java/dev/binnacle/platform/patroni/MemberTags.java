package dev.binnacle.platform.patroni;

import java.util.Optional;

/**
 * What the operators of the cluster say that a member must or must not do.
 *
 * @param failoverPriority among equals the highest wins; 0 is the same as nofailover
 */
public record MemberTags(
    boolean nofailover,
    boolean noloadbalance,
    boolean clonefrom,
    boolean nosync,
    Optional<Integer> failoverPriority) {

  /** A member about which nothing special is said. */
  public static final MemberTags NONE =
      new MemberTags(false, false, false, false, Optional.empty());

  /** Whether the member may become leader. */
  public boolean mayLead() {
    return !nofailover && failoverPriority.map(priority -> priority > 0).orElse(true);
  }
}
