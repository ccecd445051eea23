package dev.binnacle.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.databases.DatabaseInventory.Filter;
import dev.binnacle.databases.mongodb.ReplicaSetPictures;
import dev.binnacle.databases.postgresql.LeaderAnswers;
import dev.binnacle.databases.postgresql.MemberHealth;
import dev.binnacle.databases.postgresql.PostgresqlSnapshots;
import dev.binnacle.databases.postgresql.Switchover;
import dev.binnacle.databases.redis.RedisPictures;
import dev.binnacle.health.Reason;
import dev.binnacle.health.Verdict;
import dev.binnacle.operations.OperationQueries;
import dev.binnacle.operations.OperationReference;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.pgbouncer.PgbouncerClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.platform.redis.RedisNodes;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PlatformFile.PatroniDatabase;
import dev.binnacle.sandbox.PortRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a real cluster, alive, wounded and dead, beside one that was never there. */
@Tag("component")
class DatabaseInventoryIT {

  private static final Filter ALL = new Filter(Set.of(), Set.of(), Optional.empty());
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration RECOVERY = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static PatroniCluster cluster;

  private DatabaseInventory inventory;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(new PortRange(26400, 26499)));
    cluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void look() {
    var platform =
        GivenPlatform.in(
            PlatformFile.write(
                directory.resolve("platform.yaml"),
                List.of(
                    PatroniDatabase.of(cluster),
                    new PatroniDatabase(
                        "absent", List.of(URI.create("http://127.0.0.1:1")), cluster.secrets()))));
    var patronis = new PatroniClients(platform.edges());
    var servers = new PostgresqlClients(platform.edges());
    var snapshots =
        new PostgresqlSnapshots(
            patronis, servers, new PgbouncerClients(platform.edges()), Clock.systemUTC());
    inventory =
        new DatabaseInventory(
            platform.current(),
            snapshots,
            patronis,
            new LeaderAnswers(patronis, servers, Clock.systemUTC()),
            new NothingActive(),
            new Switchover(platform.current(), snapshots, patronis, servers),
            new RedisPictures(new RedisNodes(platform.edges()), Clock.systemUTC()),
            new ReplicaSetPictures(new MongodbClients(platform.edges()), Clock.systemUTC()));
  }

  @Test
  void listsByNameWithOneVerdictEach() {
    cluster.awaitHealthy(RECOVERY);
    var page = inTime(() -> inventory.list(ALL, Optional.empty(), 50));
    assertThat(page.items())
        .extracting(view -> view.database().name())
        .containsExactly("absent", "orders");
    assertThat(page.items().getFirst().health().verdict()).isEqualTo(Verdict.UNKNOWN);

    var orders = inventory.find("orders");
    assertThat(orders.snapshot().orElseThrow().leader().orElseThrow().name())
        .isEqualTo(cluster.leader().orElseThrow().name());
    assertThat(orders.members()).isEqualTo(3);
    assertThat(DatabaseMapper.toApi(orders).getMembersTotal()).isEqualTo(3);
    assertThat(inventory.members("orders"))
        .allSatisfy(member -> assertThat(DatabaseMapper.toApi(member).getPort()).isPositive());
    assertThat(inventory.standbys("orders")).hasSize(2);
    assertThat(inventory.connections("orders").answer().maximum()).isEqualTo(100);
    assertThat(inventory.history("orders")).isNotNull();
  }

  @Test
  void pagesAndFilters() {
    var first = inventory.list(ALL, Optional.empty(), 1);
    assertThat(first.next()).contains("absent");
    assertThat(inventory.list(ALL, first.next(), 1).items())
        .extracting(view -> view.database().name())
        .containsExactly("orders");
    var unknown = new Filter(Set.of(), Set.of(Verdict.UNKNOWN), Optional.empty());
    assertThat(inventory.list(unknown, Optional.empty(), 50).items())
        .extracting(view -> view.database().name())
        .containsExactly("absent");
    var elsewhere = new Filter(Set.of(), Set.of(), Optional.of("elsewhere"));
    assertThat(inventory.list(elsewhere, Optional.empty(), 50).items()).isEmpty();
  }

  @Test
  void aDatabaseThatIsNotDescribedIsNotFound() {
    var problem =
        catchThrowableOfType(ProblemException.class, () -> inventory.find("nothing")).problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void aFrozenMemberCostsAReasonAndNotTheAnswer() {
    cluster.awaitHealthy(RECOVERY);
    var leader = cluster.leader().orElseThrow();
    var frozen =
        cluster.members().stream()
            .filter(member -> !member.equals(leader))
            .findFirst()
            .orElseThrow();
    cluster.pauseProcess(frozen.name());
    try {
      var view = inTime(() -> inventory.find("orders"));
      assertThat(view.health().verdict()).isEqualTo(Verdict.DEGRADED);
      assertThat(view.health().reasons()).extracting(Reason::code).contains("MEMBER_UNREACHABLE");
      assertThat(inventory.members("orders"))
          .filteredOn(member -> member.member().name().equals(frozen.name()))
          .noneMatch(MemberHealth::isHealthy);
    } finally {
      cluster.continueProcess(frozen.name());
    }
  }

  @Test
  void whenAllAreFrozenTheAnswerIsThatNobodyKnows() {
    cluster.members().stream().map(PatroniMember::name).forEach(cluster::pauseProcess);
    try {
      for (int look = 0; look < 5; look++) {
        var view = inTime(() -> inventory.find("orders"));
        assertThat(view.health().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(view.health().reasons())
            .extracting(Reason::code)
            .containsExactly("PATRONI_UNREACHABLE");
      }
      assertThat(
              catchThrowableOfType(ProblemException.class, () -> inventory.members("orders"))
                  .problem()
                  .code()
                  .status())
          .isBetween(503, 504);
    } finally {
      cluster.members().stream().map(PatroniMember::name).forEach(cluster::continueProcess);
    }
  }

  private static <T> T inTime(Supplier<T> look) {
    long start = System.nanoTime();
    T seen = look.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
    return seen;
  }

  /** The operations of an installation where nothing is going on. */
  private static final class NothingActive extends OperationQueries {

    private NothingActive() {
      super(null, null);
    }

    @Override
    public Optional<OperationReference> active(String conflictClass, Target target) {
      return Optional.empty();
    }
  }
}
