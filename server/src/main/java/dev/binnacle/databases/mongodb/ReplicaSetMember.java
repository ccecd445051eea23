package dev.binnacle.databases.mongodb;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.EdgeFacts;
import dev.binnacle.platform.mongodb.ConfiguredMember;
import dev.binnacle.platform.mongodb.MemberStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One member of a replica set with what is wrong with it.
 *
 * @param configured what the configuration says of it, if that could be read
 * @param answers whether it answered itself
 * @param cutOff whether it answers, but not those whose view counts
 * @param breaker whether calls to it go through; empty when it is asked under another address
 * @param lag behind the primary; empty for the primary, for members that are late on purpose, and
 *     when nobody can say
 * @param reasons worst first
 */
public record ReplicaSetMember(
    MemberStatus status,
    Optional<ConfiguredMember> configured,
    boolean answers,
    boolean cutOff,
    Optional<EdgeFacts.Breaker> breaker,
    Optional<Duration> lag,
    List<Reason> reasons) {

  public ReplicaSetMember {
    reasons = List.copyOf(reasons);
  }

  /** Its name: host and port. */
  public String name() {
    return status.name();
  }

  /** Whether it does what its place in the set demands. */
  public boolean isHealthy() {
    return reasons.stream().allMatch(reason -> reason.severity() == Severity.INFO);
  }

  /** Whether it has a vote, as far as is known. */
  boolean votes() {
    return configured.map(member -> member.votes() > 0).orElse(true);
  }

  /** Whether the configuration lets it lead, as far as is known. */
  boolean electable() {
    return configured.map(ConfiguredMember::isElectable).orElse(true);
  }
}
