package dev.binnacle.databases.postgresql;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.MemberStatus;
import dev.binnacle.platform.postgresql.Standby;
import java.util.List;
import java.util.Optional;

/**
 * One member of a database with what is wrong with it.
 *
 * @param status what it says of itself; empty when it did not answer
 * @param standby what the leader's PostgreSQL says of it; empty for the leader
 * @param lagKnown whether anybody could say how far behind it is
 * @param reasons worst first
 */
public record MemberHealth(
    ClusterMember member,
    Optional<MemberStatus> status,
    Optional<Standby> standby,
    Optional<Long> timeline,
    boolean lagKnown,
    List<Reason> reasons) {

  public MemberHealth {
    reasons = List.copyOf(reasons);
  }

  /** Whether it does what its role demands. */
  public boolean isHealthy() {
    return reasons.stream().allMatch(reason -> reason.severity() == Severity.INFO);
  }
}
