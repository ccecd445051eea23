package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.Faults;
import dev.binnacle.sandbox.mongodb.Pace;
import dev.binnacle.sandbox.mongodb.User;
import dev.binnacle.sandbox.mongodb.data.Catalog;
import dev.binnacle.sandbox.mongodb.data.RunningOperations;
import dev.binnacle.sandbox.mongodb.replication.Administration;
import dev.binnacle.sandbox.mongodb.replication.Life;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import java.util.Collection;
import java.util.List;

/**
 * What all members share, and how a member answers with it.
 *
 * @param administration of the whole set
 */
public record Server(
    ReplicaSet set,
    Life life,
    Administration administration,
    Catalog catalog,
    RunningOperations operations,
    Collection<User> users,
    Faults faults,
    Pace pace) {

  /** The dispatcher of a member. */
  public Dispatcher dispatcher(Member member) {
    Sizes sizes = new Sizes(set, member, catalog);
    return new Dispatcher(
        set,
        member,
        faults,
        List.of(
            new Introductions(set, member, users).commands(),
            new Authentication(users).commands(),
            new Replication(set, member, life, administration).commands(),
            sizes.commands(),
            new Reading(set, member, catalog, operations, sizes).commands(),
            new Changing(set, member, catalog, operations, pace.compaction()).commands()));
  }
}
