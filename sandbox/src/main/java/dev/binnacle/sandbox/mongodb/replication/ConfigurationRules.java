package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a configuration may follow another one. The source of every refusal is the manual's page
 * on {@code replSetReconfig} and the words that servers answer with. Pure.
 */
final class ConfigurationRules {
  private static final int MOST_MEMBERS = 50;
  private static final int MOST_VOTERS = 7;

  private ConfigurationRules() {}

  /**
   * Lets a sound successor pass.
   *
   * @param self the address of the member that was asked
   * @throws Refusal naming the first rule that it breaks
   */
  static void check(Configuration old, Configuration wanted, String self, boolean force) {
    checkSound(wanted);
    checkSucceeds(old, wanted, force);
    checkMembers(old, wanted);
    if (!force) {
      checkOneVote(old, wanted);
    }
    checkSelf(wanted, self);
  }

  private static void checkSound(Configuration wanted) {
    if (wanted.members().size() > MOST_MEMBERS) {
      throw invalid(
          "Replica set configuration contains %d members, but at most %d are allowed"
              .formatted(wanted.members().size(), MOST_MEMBERS));
    }
    Set<Integer> ids = new HashSet<>();
    Set<String> hosts = new HashSet<>();
    for (MemberConfiguration member : wanted.members()) {
      if (!ids.add(member.id())) {
        throw invalid("Found two member configurations with same _id field, " + member.id());
      }
      if (!hosts.add(member.host())) {
        throw invalid("Found two member configurations with same host field, " + member.host());
      }
    }
    long voters = wanted.members().stream().filter(member -> member.votes() > 0).count();
    if (voters < 1 || voters > MOST_VOTERS) {
      throw invalid(
          "Replica set configuration contains %d voting members, but must be between 1 and %d"
              .formatted(voters, MOST_VOTERS));
    }
    if (wanted.members().stream().noneMatch(member -> member.priority() > 0)) {
      throw invalid(
          "Replica set configuration must contain at least one non-arbiter member with priority > 0");
    }
  }

  private static void checkSucceeds(Configuration old, Configuration wanted, boolean force) {
    if (!force && wanted.version() <= old.version()) {
      throw incompatible(
          "New replica set configuration version and term must be greater than old, but %s is not greater than %s for replica set %s"
              .formatted(versionAndTerm(wanted), versionAndTerm(old), old.name()));
    }
    if (!wanted.name().equals(old.name())) {
      throw incompatible(
          "New and old configurations differ in replica set name; old was %s, and new is %s"
              .formatted(old.name(), wanted.name()));
    }
    if (!wanted.id().equals(old.id())) {
      throw incompatible(
          "New and old configurations differ in replica set ID; old was %s, and new is %s"
              .formatted(old.id(), wanted.id()));
    }
  }

  private static String versionAndTerm(Configuration configuration) {
    return "{version: %d, term: %d}".formatted(configuration.version(), configuration.term());
  }

  private static void checkMembers(Configuration old, Configuration wanted) {
    for (MemberConfiguration after : wanted.members()) {
      for (MemberConfiguration before : old.members()) {
        boolean sameHost = before.host().equals(after.host());
        if (sameHost && before.id() != after.id()) {
          throw incompatible(
              "New and old configurations both have members with host of %s but in the new configuration the _id field is %d and in the old configuration it is %d for replica set %s"
                  .formatted(before.host(), after.id(), before.id(), old.name()));
        }
        if (before.id() == after.id()) {
          checkUnchangeable(before, after);
        }
      }
    }
  }

  private static void checkUnchangeable(MemberConfiguration before, MemberConfiguration after) {
    if (before.buildIndexes() != after.buildIndexes()) {
      throw differ("buildIndexes", before.host());
    }
    if (before.arbiterOnly() != after.arbiterOnly()) {
      throw differ("arbiterOnly", before.host());
    }
  }

  private static Refusal differ(String field, String host) {
    return incompatible(
        "New and old configurations differ in the setting of the %s field for member %s; to make this change, remove then re-add the member"
            .formatted(field, host));
  }

  /** Since 4.4 all majorities of the old and the new configuration have to overlap. */
  private static void checkOneVote(Configuration old, Configuration wanted) {
    Set<Integer> difference = voters(old);
    Set<Integer> after = voters(wanted);
    Set<Integer> both = new HashSet<>(difference);
    both.retainAll(after);
    difference.addAll(after);
    difference.removeAll(both);
    if (difference.size() > 1) {
      throw invalid(
          "Non force replica set reconfig can only add or remove at most 1 voting member.");
    }
  }

  private static Set<Integer> voters(Configuration configuration) {
    return configuration.members().stream()
        .filter(member -> member.votes() > 0)
        .map(MemberConfiguration::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void checkSelf(Configuration wanted, String self) {
    MemberConfiguration own =
        wanted
            .member(self)
            .orElseThrow(() ->
                new Refusal(
                    ErrorCode.NODE_NOT_FOUND,
                    "No host described in new configuration with %s for replica set %s maps to this node"
                        .formatted(versionAndTerm(wanted), wanted.name())));
    if (!own.electable()) {
      throw new Refusal(
          ErrorCode.NODE_NOT_ELECTABLE,
          "This node, %s, with _id %d is not electable under the new configuration with %s for replica set %s"
              .formatted(own.host(), own.id(), versionAndTerm(wanted), wanted.name()));
    }
  }

  private static Refusal invalid(String message) {
    return new Refusal(ErrorCode.INVALID_REPLICA_SET_CONFIG, message);
  }

  private static Refusal incompatible(String message) {
    return new Refusal(ErrorCode.NEW_CONFIGURATION_INCOMPATIBLE, message);
  }
}
