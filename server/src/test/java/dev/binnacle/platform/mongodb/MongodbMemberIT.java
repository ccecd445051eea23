package dev.binnacle.platform.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.mongodb.Fault;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What members of a replica set tell, and how their refusals and their silence come out. The reads
 * run against a real set when {@code BINNACLE_IT_MONGODB_URI} names one.
 */
class MongodbMemberIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static SetUnderTest set;

  @BeforeAll
  static void start() {
    set = SetUnderTest.start(directory);
  }

  @AfterAll
  static void end() {
    set.close();
  }

  @AfterEach
  void heal() {
    set.simulated().ifPresent(TestReplicaSet::heal);
  }

  @Test
  void aMemberTellsTheStatusOfTheSet() {
    var status = set.primary().status();

    assertThat(status.own().state()).isEqualTo(MemberState.PRIMARY);
    assertThat(status.own().applied()).isPresent();
    assertThat(status.own().electedAt()).isPresent();
    assertThat(status.election()).isPresent();
    assertThat(status.term()).isPositive();
    assertThat(status.majority()).isPositive();
    assertThat(status.primary()).contains(status.own());
  }

  @Test
  void aMemberTellsTheConfiguration() {
    var configuration = set.primary().configuration();
    var status = set.primary().status();

    assertThat(configuration.name()).isEqualTo(status.name());
    assertThat(configuration.version()).isPositive();
    assertThat(configuration.members())
        .extracting(ConfiguredMember::name)
        .containsExactlyElementsOf(status.members().stream().map(MemberStatus::name).toList());
    assertThat(configuration.electionTimeout()).isPositive();
  }

  @Test
  void aMemberTellsItsOplogWithoutDocuments() {
    var oplog = set.primary().oplog(20);

    assertThat(oplog.window()).isPositive();
    assertThat(oplog.usedBytes()).isPositive();
    assertThat(oplog.maximumBytes()).isPositive();
    assertThat(oplog.latest()).hasSize(20);
    assertThat(oplog.latest().getFirst().at()).isEqualTo(oplog.last());
  }

  @Test
  void aMemberTellsSizes() {
    var databases = set.primary().databases();
    var namespaces = set.primary().namespaces();
    var collections = set.primary().sizes(namespaces);

    assertThat(databases).extracting(DatabaseSize::name).doesNotContain("admin", "config", "local");
    assertThat(namespaces).isSorted().noneMatch(name -> name.contains(".system."));
    assertThat(collections).extracting(CollectionSize::namespace).isEqualTo(namespaces);
  }

  @Test
  void aSecondaryAnswersToo() {
    var simulated = simulated();
    var secondary = set.member(simulated.secondary());

    assertThat(secondary.status().own().state()).isEqualTo(MemberState.SECONDARY);
    assertThat(secondary.oplog(5).latest()).hasSize(5);
    assertThat(secondary.namespaces()).contains("shop.orders");
  }

  @Test
  void longOperationsAreToldWithoutTheirValues() {
    var simulated = simulated();
    var begun = java.time.Instant.now().minusSeconds(30);
    int id =
        simulated
            .simulator()
            .operations()
            .begin(
                simulated.primary(),
                "query",
                "shop.orders",
                BsonDocument.parse("{find: 'orders', filter: {card: '4111'}}"),
                "COLLSCAN",
                false,
                begun);

    var operations = set.primary().operations(Duration.ofSeconds(10));

    simulated.simulator().operations().end(id);
    assertThat(operations).hasSize(1);
    assertThat(operations.getFirst().command()).contains("find");
    assertThat(operations.getFirst().plan()).contains("COLLSCAN");
    assertThat(operations.getFirst().running()).isGreaterThan(Duration.ofSeconds(29));
    assertThat(operations.toString()).doesNotContain("4111");
  }

  @Test
  void aDeadMemberIsSaidToBeAway() {
    var simulated = simulated();
    var dead = simulated.secondary();
    simulated.simulator().faults().inject(new Fault.MemberDead(dead));

    assertThatThrownBy(() -> set.member(dead).status())
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> {
              assertThat(told.problem().code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
              assertThat(told.problem().detail()).contains(dead, "connection refused");
            });
  }

  @Test
  void aSilentMemberIsSaidToBeTooSlow() {
    var simulated = simulated();
    var silent = simulated.secondary();
    simulated.simulator().faults().inject(new Fault.MemberSilent(silent));

    assertThatThrownBy(() -> set.member(silent).status())
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.problem().code()).isEqualTo(ProblemCode.COMPONENT_TIMEOUT));
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    var simulated = simulated();
    var member = simulated.secondary();
    simulated
        .simulator()
        .faults()
        .inject(
            new Fault.CommandFails(
                member, "replSetGetStatus", 13, "Unauthorized", "not authorized on admin"));

    assertThatThrownBy(() -> set.member(member).status())
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> {
              assertThat(told.problem().code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
              assertThat(told.problem().detail()).contains("not authorized on admin (error 13)");
            });
  }

  @Test
  void aWrongPasswordIsToldAsSuch() throws Exception {
    var simulated = simulated();
    var wrong = new dev.binnacle.sandbox.MongodbSecrets(directory.resolve("wrong"));
    var platform =
        GivenPlatform.in(
            dev.binnacle.sandbox.PlatformFile.write(
                directory.resolve("wrong.yaml"),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(simulated.described(wrong))));
    var clients = new MongodbClients(platform.edges());
    var database =
        platform
            .current()
            .description()
            .database(TestReplicaSet.NAME, Database.Mongodb.class)
            .orElseThrow();

    assertThatThrownBy(() -> clients.of(database, address(simulated.primary())).status())
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> {
              assertThat(told.problem().code()).isEqualTo(ProblemCode.COMPONENT_REFUSED);
              assertThat(told.problem().detail()).contains("authentication failed");
            });
    clients.close();
  }

  @Test
  void aPrimaryStepsDownWhenItIsAsked() {
    var simulated = simulated();
    var before = simulated.primary();

    var answer = set.member(before).stepDown(Duration.ofSeconds(30), Duration.ofSeconds(5));

    assertThat(answer.isDone()).as(answer.words()).isTrue();
    Patience.until(
        "another member leads", DEADLINE, simulated::primary, primary -> !primary.equals(before));
    assertThat(set.member(before).stepDown(Duration.ofSeconds(30), Duration.ofSeconds(5)))
        .matches(CommandAnswer::isNotPrimary);
  }

  @Test
  void aPrimaryWithoutASuccessorRefusesToStepDown() {
    var simulated = simulated();
    var primary = simulated.primary();
    simulated.simulator().hosts().stream()
        .filter(host -> !host.equals(primary))
        .forEach(host -> simulated.simulator().faults().inject(new Fault.ReplicationStopped(host)));

    Patience.until(
        "the primary has something that nobody else has",
        DEADLINE,
        () -> set.member(primary).status(),
        view ->
            view.members().stream()
                .filter(member -> !member.name().equals(primary))
                .noneMatch(member -> member.applied().equals(view.own().applied())));

    var answer = set.member(primary).stepDown(Duration.ofSeconds(30), Duration.ofSeconds(1));

    assertThat(answer).matches(CommandAnswer::isNobodyCaughtUp);
    assertThat(answer.words()).startsWith("No electable secondaries caught up");
  }

  @Test
  void aConfigurationIsChangedByTheNextOne() {
    var simulated = simulated();
    var primary = set.member(simulated.primary());
    var next = primary.configuration().giving(simulated.secondary(), 1, 0.5);

    assertThat(primary.reconfigure(next, Duration.ofSeconds(10)).isDone()).isTrue();
    assertThat(primary.configuration().member(simulated.secondary()).orElseThrow().priority())
        .isEqualTo(0.5);
    assertThat(primary.reconfigure(next, Duration.ofSeconds(10)))
        .as("the same version again")
        .matches(CommandAnswer::isToBeRepeated);
    assertThat(
            primary
                .reconfigure(
                    primary.configuration().giving(simulated.secondary(), 1, 1),
                    Duration.ofSeconds(10))
                .isDone())
        .isTrue();
  }

  private static TestReplicaSet simulated() {
    assumeThat(set.simulated()).as("a simulated set").isPresent();
    return set.simulated().orElseThrow();
  }

  static Address address(String host) {
    int colon = host.lastIndexOf(':');
    return new Address(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
  }
}
