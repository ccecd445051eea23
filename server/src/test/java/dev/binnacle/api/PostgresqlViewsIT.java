package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.client.api.PostgreSqlApi;
import dev.binnacle.client.model.PostgresqlCheckVerdict;
import dev.binnacle.client.model.PostgresqlSlowQueries;
import dev.binnacle.client.model.PostgresqlSlowQuery;
import dev.binnacle.client.model.PostgresqlSlowQuerySort;
import dev.binnacle.client.model.PostgresqlSynchronousMode;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestPlatform;
import dev.binnacle.testing.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a PostgreSQL database has, on a real Patroni cluster. */
@Tag("api")
class PostgresqlViewsIT {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String ORDERS = TestPlatform.DATABASE;
  private static final String PATH = "/api/v1/databases/" + ORDERS + "/postgresql";

  private final TestPlatform platform = TestPlatform.shared();
  private final TestServer server = TestServer.shared();
  private final PostgreSqlApi api = new PostgreSqlApi(server.client());

  @BeforeEach
  void startFromAHealthyCluster() {
    platform.patroni().awaitHealthy(DEADLINE);
  }

  @Test
  void theConfigurationIsWhatTheClusterWasMadeWith() throws Exception {
    var configuration = api.getPostgresqlConfiguration(ORDERS);

    assertThat(configuration.getTtl()).isEqualTo("PT20S");
    assertThat(configuration.getLoopWait()).isEqualTo("PT1S");
    assertThat(configuration.getSynchronousMode()).isEqualTo(PostgresqlSynchronousMode.OFF);
    assertThat(configuration.getParameters())
        .anySatisfy(setting -> {
          assertThat(setting.getName()).isEqualTo("max_connections");
          assertThat(setting.getValue()).isEqualTo("100");
        });
  }

  @Test
  void sizesComePageByPage() throws Exception {
    var first = api.listPostgresqlSizes(ORDERS, 1, null);
    var second = api.listPostgresqlSizes(ORDERS, 500, first.getNextCursor());

    assertThat(first.getItems()).hasSize(1);
    assertThat(second.getNextCursor()).isNull();
    assertThat(second.getItems()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(second.getItems())
        .noneMatch(size -> size.getName().equals(first.getItems().getFirst().getName()));
  }

  @Test
  void aDeadMemberCostsItsOwnStorageOnly() throws Exception {
    var victim =
        platform.patroni().members().stream()
            .filter(member -> platform.patroni().leader().filter(member::equals).isEmpty())
            .findFirst()
            .orElseThrow();
    platform.patroni().kill9(victim.name());
    try {
      var members = api.listPostgresqlStorage(ORDERS, null, null).getItems();

      assertThat(members).hasSize(3);
      assertThat(members)
          .filteredOn(member -> member.getMember().equals(victim.name()))
          .allSatisfy(member -> {
            assertThat(member.getProblem().getCode().getValue()).isEqualTo("COMPONENT_UNAVAILABLE");
            assertThat(member.getWal()).isNull();
          });
      assertThat(members)
          .filteredOn(member -> !member.getMember().equals(victim.name()))
          .allSatisfy(member -> {
            assertThat(member.getProblem()).isNull();
            assertThat(member.getWal().getSizeBytes()).isPositive();
          });
    } finally {
      platform.patroni().start(victim.name());
      platform.patroni().awaitHealthy(DEADLINE);
    }
  }

  @Test
  void slowQueriesSinceAnEarlierLookAreOnlyWhatWasAdded() throws Exception {
    api.listPostgresqlSlowQueries(ORDERS, null, PostgresqlSlowQuerySort.CALLS, 10);
    run("select pg_sleep(0.05), 'a marked statement'");

    var found =
        Patience.until(
            "the statement is counted",
            DEADLINE,
            () -> slowest(PostgresqlSlowQuerySort.MEAN_TIME),
            queries ->
                queries.getQueries().stream()
                    .anyMatch(query -> query.getStatement().contains("pg_sleep")));

    assertThat(found.getAvailable()).isTrue();
    assertThat(found.getSinceUnavailable()).isNull();
    assertThat(found.getCountedSince()).isAfterOrEqualTo(found.getResetAt());
    assertThat(found.toString()).doesNotContain("a marked statement");
    assertThat(found.getQueries())
        .isSortedAccordingTo(
            Comparator.comparing((PostgresqlSlowQuery query) -> Duration.parse(query.getMeanTime()))
                .reversed());
  }

  private PostgresqlSlowQueries slowest(PostgresqlSlowQuerySort sort) {
    return api.listPostgresqlSlowQueries(ORDERS, OffsetDateTime.now(), sort, 500);
  }

  @Test
  void withoutTheExtensionTheAnswerSaysWhatToDo() throws Exception {
    run("drop extension pg_stat_statements");
    try {
      var found = api.listPostgresqlSlowQueries(ORDERS, null, null, null);

      assertThat(found.getAvailable()).isFalse();
      assertThat(found.getUnavailable().getRemedy()).contains("create extension");
      assertThat(found.getQueries()).isEmpty();
    } finally {
      run("create extension pg_stat_statements");
    }
  }

  @Test
  void theDailyCheckHasAVerdictPerPoint() throws Exception {
    var check = api.getPostgresqlDailyCheck(ORDERS);

    assertThat(check.getPoints())
        .extracting("name")
        .containsExactly(
            "REPLICATION",
            "DISK_SPACE",
            "STORAGE",
            "CONNECTIONS",
            "LOCKS",
            "SLOW_QUERIES",
            "BACKUPS",
            "CONNECTION_POOLS");
    assertThat(check.getComplete()).isFalse();
    for (var point : check.getPoints()) {
      if (point.getDetails() != null) {
        server.get(point.getDetails()).hasStatus(200);
      }
      if (point.getVerdict() == PostgresqlCheckVerdict.NOT_AVAILABLE) {
        assertThat(point.getUnavailable().getRemedy()).isNotBlank();
      }
    }
  }

  @Test
  void nobodyWaitsInAnIdleDatabase() throws Exception {
    var blocked = api.listPostgresqlBlockedSessions(ORDERS);

    assertThat(blocked.getWaiting()).isZero();
    assertThat(blocked.getSessions()).isEmpty();
  }

  @Test
  void anUnknownDatabaseHasNone() {
    for (var view :
        new String[] {
          "configuration", "sizes", "storage", "slow-queries", "blocked-sessions", "daily-check"
        }) {
      server
          .get("/api/v1/databases/nothing/postgresql/" + view)
          .isProblem(404, "RESOURCE_NOT_FOUND");
    }
  }

  @Test
  void anOrderThatDoesNotExistIsRefused() {
    server.get(PATH + "/slow-queries?sort=meanTime").isProblem(400, "INVALID_PARAMETER");
  }

  private void run(String sql) throws SQLException {
    var patroni = platform.patroni();
    try (var connection = patroni.connect(patroni.leader().orElseThrow());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
