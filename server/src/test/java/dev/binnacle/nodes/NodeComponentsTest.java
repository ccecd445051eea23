package dev.binnacle.nodes;

import static dev.binnacle.nodes.GivenNode.controlPlane;
import static dev.binnacle.nodes.GivenNode.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.nodes.NodeComponents.Resident;
import dev.binnacle.nodes.NodeComponents.Role;
import dev.binnacle.platform.PlatformDescription;
import dev.binnacle.platform.PlatformDescription.Approvals;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Patroni;
import dev.binnacle.platform.PlatformDescription.Sql;
import dev.binnacle.platform.SecretReference;
import dev.binnacle.platform.kubernetes.ConditionStatus;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeComponentsTest {

  @Test
  void etcdByItsVote() {
    assertThat(roles(controlPlane("a"))).containsExactly(Role.ETCD_VOTER);
    assertThat(
            roles(
                controlPlane("a")
                    .condition("EtcdIsVoter", ConditionStatus.FALSE, "MemberIsLearner")))
        .containsExactly(Role.ETCD_LEARNER);
    assertThat(
            roles(controlPlane("a").condition("EtcdIsVoter", ConditionStatus.FALSE, "NotAMember")))
        .containsExactly(Role.ETCD_NOT_VOTER);
    assertThat(roles(worker("b"))).isEmpty();
  }

  @Test
  void databaseMembersByTheirAddress() {
    var orders = database("orders", "http://10.20.0.21:8008", "http://10.20.0.22:8008");
    var node = worker("b").address("InternalIP", "10.20.0.22").address("Hostname", "b").node();
    assertThat(NodeComponents.of("prod-1", node, platform(orders)))
        .containsExactly(
            new Resident(
                "PATRONI",
                Role.DATABASE_MEMBER,
                "orders",
                "Patroni of \"orders\" listens on 10.20.0.22:8008."));
  }

  @Test
  void databaseMembersByTheirHostname() {
    var node = worker("b").address("Hostname", "b.example.org").node();
    assertThat(
            NodeComponents.of(
                "prod-1", node, platform(database("orders", "http://B.example.org:8008"))))
        .hasSize(1);
  }

  @Test
  void everyNodeIsLoopbackToItself() {
    var node = worker("b").address("InternalIP", "127.0.0.1").node();
    assertThat(
            NodeComponents.of(
                "prod-1", node, platform(database("orders", "http://127.0.0.1:8008"))))
        .isEmpty();
  }

  private static List<Role> roles(GivenNode node) {
    return NodeComponents.of("prod-1", node.node(), PlatformDescription.EMPTY).stream()
        .map(Resident::role)
        .toList();
  }

  private static PlatformDescription platform(Database database) {
    return new PlatformDescription(
        List.of(), List.of(), List.of(database), new Approvals(Set.of()));
  }

  private static Database database(String name, String... endpoints) {
    var credentials = new Credentials("postgres", new SecretReference.Environment("PASSWORD"));
    return new Database.Postgresql(
        name,
        "dc1",
        new Patroni(
            Arrays.stream(endpoints).map(URI::create).toList(), Optional.empty(), Optional.empty()),
        new Sql(credentials, "postgres", Optional.empty()),
        Optional.empty());
  }
}
