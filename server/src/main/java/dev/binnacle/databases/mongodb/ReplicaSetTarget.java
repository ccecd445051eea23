package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.platform.mongodb.MongodbMember;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The replica set that one run of a procedure works on, reached as described at that moment. */
final class ReplicaSetTarget {

  private final String name;
  private final List<String> members;
  private final ReplicaSetViews views;
  private final MongodbClients clients;

  ReplicaSetTarget(
      String name, List<String> members, ReplicaSetViews views, MongodbClients clients) {
    this.name = name;
    this.members = members;
    this.views = views;
    this.clients = clients;
  }

  private Database.Mongodb database() {
    try {
      return views.described(name);
    } catch (ProblemException gone) {
      throw Problem.of(
              ProblemCode.PLATFORM_CHANGED,
              "The platform description has no replica set " + name + " any more.")
          .withRemedy("Describe it again, then retry.")
          .asException();
    }
  }

  /** A member, which may be away now and then. */
  MongodbMember member(String member) {
    return clients.of(database(), MemberAddress.of(member)).expectingAbsence();
  }

  /** What a member sees; empty while it does not say. */
  Optional<ReplicaSetStatus> view(String member) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> member(member).status());
  }

  /** The configuration that a member knows; empty while it does not say. */
  Optional<ReplicaSetConfiguration> configurationOf(String member) {
    return Tolerance.SILENCE_OR_REFUSAL.ask(() -> member(member).configuration());
  }

  /** What the member that leads by its own word sees, in the newest term if several do. */
  Optional<ReplicaSetStatus> leading() {
    return members.stream()
        .flatMap(member -> view(member).stream())
        .filter(view -> view.own().state() == MemberState.PRIMARY)
        .max(Comparator.comparingLong(ReplicaSetStatus::term));
  }
}
