package dev.binnacle.platform.mongodb;

import java.util.List;
import java.util.Optional;

/**
 * A replica set as one of its members sees it, which is by heartbeats and so up to seconds late.
 *
 * @param name of the set
 * @param self the name of the member that was asked
 * @param term counts the elections
 * @param majority how many votes elect a primary and confirm a write
 * @param election known to the primary alone
 */
public record ReplicaSetStatus(
    String name,
    String self,
    long term,
    int majority,
    List<MemberStatus> members,
    Optional<Election> election) {

  public ReplicaSetStatus {
    members = List.copyOf(members);
  }

  /** What the asked member says of itself. */
  public MemberStatus own() {
    return member(self).orElseThrow();
  }

  /** The member of that name. */
  public Optional<MemberStatus> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** The one that leads, as the asked member sees it. */
  public Optional<MemberStatus> primary() {
    return members.stream()
        .filter(member -> member.state() == MemberState.PRIMARY && member.healthy())
        .findFirst();
  }
}
