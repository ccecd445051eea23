package dev.binnacle.nodes;

import dev.binnacle.nodes.health.KnownConditions;
import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.kubernetes.NodeAddress;
import dev.binnacle.platform.kubernetes.NodeCondition;
import dev.binnacle.platform.kubernetes.NodeState;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which parts of the platform live on a node, as far as its conditions and the platform's
 * description tell. Pure.
 */
final class NodeComponents {

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1\\]?");

  /** What a part does there. */
  enum Role {
    /** A member of etcd with a vote. */
    ETCD_VOTER,
    /** A member of etcd that is still catching up. */
    ETCD_LEARNER,
    /** An etcd that does not vote, for whatever reason. */
    ETCD_NOT_VOTER,
    /** A member of a database. */
    DATABASE_MEMBER
  }

  /** A part that lives on a node. */
  record Resident(String type, Role role, String name, String message) {}

  private NodeComponents() {}

  /** The parts on a node of that cluster. */
  static List<Resident> of(String cluster, NodeState node, PlatformDescription platform) {
    return Stream.concat(
            node.condition(KnownConditions.ETCD_IS_VOTER).stream()
                .map(condition -> etcd(cluster, condition)),
            members(node, platform))
        .toList();
  }

  /** The reasons are those of k3s pkg/etcd/etcd.go. */
  private static Resident etcd(String cluster, NodeCondition voter) {
    var role =
        switch (voter.status()) {
          case TRUE -> Role.ETCD_VOTER;
          case FALSE, UNKNOWN ->
              voter.reason().equals("MemberIsLearner") ? Role.ETCD_LEARNER : Role.ETCD_NOT_VOTER;
        };
    var words =
        switch (role) {
          case ETCD_VOTER -> "Its etcd votes.";
          case ETCD_LEARNER -> "Its etcd is still learning and has no vote.";
          default -> ("Its etcd does not vote: " + voter.reason() + ". " + voter.message()).strip();
        };
    return new Resident("ETCD", role, cluster, words);
  }

  private static Stream<Resident> members(NodeState node, PlatformDescription platform) {
    var addresses =
        node.addresses().stream()
            .map(NodeAddress::address)
            .map(address -> address.toLowerCase(Locale.ROOT))
            .filter(address -> !LOOPBACK.matcher(address).matches())
            .collect(Collectors.toUnmodifiableSet());
    return platform.databases().stream().flatMap(database -> members(database, addresses));
  }

  private static Stream<Resident> members(Database database, Set<String> addresses) {
    return switch (database) {
      case Database.Postgresql postgresql -> patronis(postgresql, addresses);
      case Database.Redis redis ->
          listeners(redis, redis.endpoints(), addresses, "REDIS", "A Redis");
      case Database.Mongodb mongodb ->
          listeners(mongodb, mongodb.endpoints(), addresses, "MONGODB", "A MongoDB");
    };
  }

  private static Stream<Resident> listeners(
      Database database, List<Address> endpoints, Set<String> addresses, String type, String what) {
    return endpoints.stream()
        .filter(endpoint -> addresses.contains(endpoint.host().toLowerCase(Locale.ROOT)))
        .map(endpoint ->
            new Resident(
                type,
                Role.DATABASE_MEMBER,
                database.name(),
                "%s of \"%s\" listens on %s.".formatted(what, database.name(), endpoint)));
  }

  private static Stream<Resident> patronis(Database.Postgresql database, Set<String> addresses) {
    return database.patroni().endpoints().stream()
        .filter(endpoint -> addresses.contains(host(endpoint)))
        .map(endpoint ->
            new Resident(
                "PATRONI",
                Role.DATABASE_MEMBER,
                database.name(),
                "Patroni of \"%s\" listens on %s."
                    .formatted(database.name(), endpoint.getAuthority())));
  }

  private static String host(URI endpoint) {
    return endpoint.getHost() == null ? "" : endpoint.getHost().toLowerCase(Locale.ROOT);
  }
}
