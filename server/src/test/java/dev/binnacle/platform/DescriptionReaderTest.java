package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.PlatformDescription.ClientCertificate;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.PlatformDescription.ClusterAccess;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import dev.binnacle.platform.SecretReference.Environment;
import dev.binnacle.platform.SecretReference.InFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptionReaderTest {

  private static final String WHOLE =
      """
      sites:
        - name: main
          description: Primary data centre
        - name: recovery
      databases:
        - name: orders
          engine: postgresql
          site: main
          patroni:
            endpoints: [http://127.0.0.1:18008, 'https://[::1]:18009/']
            username: binnacle
            password: { file: /run/secrets/patroni }
            tls: { ca: /etc/ssl/patroni.pem }
          sql:
            username: postgres
            password: { env: ORDERS_PASSWORD }
            database: app
            sslmode: verify-full
        - name: billing
          engine: PostgreSQL
          site: recovery
          patroni: { endpoints: [http://10.0.0.1:8008] }
          sql: { username: monitor, password: { env: BILLING_PASSWORD } }
      approvals:
        procedures: [SWITCHOVER]
      clusters:
        - name: dc1
          site: main
          kubeconfig: { file: /etc/binnacle/dc1.yaml }
          context: binnacle@dc1
        - name: here
          site: recovery
          inCluster: true
      """;

  private static final String REDIS =
      """
      sites: [{ name: main }]
      databases:
        - name: sessions
          engine: redis
          site: main
          redis:
            endpoints: ['10.0.0.1:6379', '[::1]:6380']
            username: binnacle
            password: { file: /run/secrets/redis }
            tls: { ca: /etc/ssl/redis.pem }
      """;

  @Test
  void readsARedisCluster() {
    var database = DescriptionReader.read(REDIS).databases().getFirst();

    assertThat(database)
        .isEqualTo(
            new Database.Redis(
                "sessions",
                "main",
                List.of(new Address("10.0.0.1", 6379), new Address("::1", 6380)),
                Optional.of(new Credentials("binnacle", new InFile(Path.of("/run/secrets/redis")))),
                Optional.of(new TransportSecurity(Optional.of(Path.of("/etc/ssl/redis.pem"))))));
  }

  @Test
  void aClientCertificateHasItsKey() {
    var both =
        REDIS.replace(
            "{ ca: /etc/ssl/redis.pem }", "{ certificate: /etc/ssl/us.pem, key: /etc/ssl/us.key }");

    assertThat(
            DescriptionReader.read(both)
                .database("sessions", Database.Redis.class)
                .orElseThrow()
                .transport())
        .contains(
            new TransportSecurity(
                Optional.empty(),
                Optional.of(
                    new ClientCertificate(
                        Path.of("/etc/ssl/us.pem"), Path.of("/etc/ssl/us.key")))));
    assertThat(findings(both.replace(", key: /etc/ssl/us.key", "")))
        .singleElement()
        .satisfies(finding -> assertThat(finding).contains("certificate and key come together"));
  }

  @Test
  void whatBelongsToAnotherEngineIsRefused() {
    assertThat(
            findings(
                REDIS
                    .replace("'10.0.0.1:6379'", "http://10.0.0.1:6379")
                    .replace("    site: main\n", "    site: main\n    sql: {}\n")))
        .containsExactly(
            "line 6, column 10, databases[0].sql: belongs to the engine postgresql",
            "line 8, column 18, databases[0].redis.endpoints: \"http://10.0.0.1:6379\" is not a host"
                + " and a port");
  }

  @Test
  void readsEverything() {
    var platform = DescriptionReader.read(WHOLE);

    assertThat(platform.sites())
        .extracting(PlatformDescription.Site::name)
        .containsExactly("main", "recovery");
    var orders = platform.database("orders", Database.Postgresql.class).orElseThrow();
    assertThat(orders.site()).isEqualTo("main");
    assertThat(orders.patroni().endpoints())
        .containsExactly(URI.create("http://127.0.0.1:18008"), URI.create("https://[::1]:18009/"));
    assertThat(orders.patroni().credentials())
        .contains(new Credentials("binnacle", new InFile(Path.of("/run/secrets/patroni"))));
    assertThat(orders.patroni().trust()).contains(Path.of("/etc/ssl/patroni.pem"));
    assertThat(orders.sql().credentials().password()).isEqualTo(new Environment("ORDERS_PASSWORD"));
    assertThat(orders.sql().sslMode()).contains("verify-full");
    var billing = platform.database("billing", Database.Postgresql.class).orElseThrow();
    assertThat(billing.patroni().credentials()).isEmpty();
    assertThat(billing.sql().database()).isEqualTo("postgres");
    assertThat(billing.sql().sslMode()).isEmpty();
    assertThat(platform.approvals().procedures()).containsExactly("SWITCHOVER");
    assertThat(platform.database("nobody")).isEqualTo(Optional.empty());
    assertThat(platform.cluster("dc1"))
        .contains(
            new Cluster(
                "dc1",
                "main",
                new ClusterAccess.Kubeconfig(
                    Path.of("/etc/binnacle/dc1.yaml"), Optional.of("binnacle@dc1"))));
    assertThat(platform.cluster("here"))
        .contains(new Cluster("here", "recovery", new ClusterAccess.InCluster()));
  }

  private static String withPgbouncer(String pgbouncer) {
    return """
    sites: [{ name: main }]
    databases:
      - name: orders
        engine: postgresql
        site: main
        patroni: { endpoints: [http://10.0.0.1:8008] }
        sql: { username: monitor, password: { env: PASSWORD } }
        pgbouncer: { %s }
    """
        .formatted(pgbouncer);
  }

  @Test
  void readsWhereThePgbouncersListen() {
    var pgbouncer =
        DescriptionReader.read(
                withPgbouncer(
                    "endpoints: ['10.0.0.1:6432', '[::1]:6433'], username: binnacle,"
                        + " password: { env: POOLER_PASSWORD }, sslmode: require"))
            .database("orders", Database.Postgresql.class)
            .flatMap(Database.Postgresql::pgbouncer)
            .orElseThrow();
    assertThat(pgbouncer.endpoints())
        .containsExactly(new Address("10.0.0.1", 6432), new Address("::1", 6433));
    assertThat(pgbouncer.credentials())
        .isEqualTo(new Credentials("binnacle", new Environment("POOLER_PASSWORD")));
    assertThat(pgbouncer.sslMode()).contains("require");
  }

  @Test
  void aPgbouncerNeedsAHostAndAPort() {
    assertThatThrownBy(() ->
            DescriptionReader.read(
                withPgbouncer("endpoints: [pgbouncer], username: binnacle, password: { env: P }")))
        .hasMessageContaining(
            "databases[0].pgbouncer.endpoints: \"pgbouncer\" is not a host and a port");
  }

  @Test
  void readsAReplicaSetAndWhatIsWrongWithOne() {
    var set =
        DescriptionReader.read(
                """
                sites: [{ name: main }]
                databases:
                  - name: shop
                    engine: mongodb
                    site: main
                    mongodb:
                      endpoints: ['10.20.0.21:27017', '[::1]:27018']
                      replicaSet: rs0
                      username: binnacle
                      password: { env: SHOP_PASSWORD }
                      tls: { ca: /etc/ssl/mongodb.pem }
                """)
            .database("shop", Database.Mongodb.class)
            .orElseThrow();
    assertThat(set.endpoints())
        .containsExactly(new Address("10.20.0.21", 27017), new Address("::1", 27018));
    assertThat(set.replicaSet()).isEqualTo("rs0");
    assertThat(set.credentials().orElseThrow().username()).isEqualTo("binnacle");
    assertThat(set.transport().orElseThrow().trust()).contains(Path.of("/etc/ssl/mongodb.pem"));
    assertThat(
            findings(
                """
                sites: [{ name: main }]
                databases:
                  - name: shop
                    engine: mongodb
                    site: main
                    sql: {}
                    mongodb:
                      endpoints: [10.20.0.21]
                """))
        .containsExactly(
            "line 6, column 10, databases[0].sql: belongs to the engine postgresql",
            "line 8, column 18, databases[0].mongodb.endpoints: \"10.20.0.21\" is not a host and"
                + " a port",
            "line 8, column 18, databases[0].mongodb.endpoints: at least one endpoint is needed",
            "line 8, column 7, databases[0].mongodb: replicaSet is missing");
  }

  @Test
  void anEmptyFileIsAnEmptyPlatform() {
    assertThat(DescriptionReader.read("")).isEqualTo(PlatformDescription.EMPTY);
    assertThat(DescriptionReader.read("# nothing yet\n")).isEqualTo(PlatformDescription.EMPTY);
    assertThat(DescriptionReader.read("sites:\ndatabases:\n")).isEqualTo(PlatformDescription.EMPTY);
  }

  @Test
  void refusesASecretThatIsWrittenDown() {
    assertThat(findings(WHOLE.replace("{ env: ORDERS_PASSWORD }", "s3cret")))
        .containsExactly(
            "line 16, column 17, databases[0].sql.password: a secret is given by reference only,"
                + " as {env: NAME} or {file: PATH}")
        .noneMatch(finding -> finding.contains("s3cret"));
  }

  @Test
  void namesThePlaceOfEveryFinding() {
    assertThat(
            findings(
                """
                sites:
                  - name: main
                databases:
                  - name: orders
                    engine: oracle
                    site: nowhere
                    patroni:
                      endpoints: [ftp://here]
                      username: binnacle
                    sql:
                      user: postgres
                      username: postgres
                      password: {}
                  - name: orders
                    engine: postgresql
                    site: main
                """))
        .containsExactly(
            "line 5, column 13, databases[0].engine: \"oracle\" is not supported; supported:"
                + " postgresql, redis, mongodb",
            "line 6, column 11, databases[0].site: there is no site \"nowhere\" under sites",
            "line 8, column 18, databases[0].patroni.endpoints: \"ftp://here\" is not an http or"
                + " https address",
            "line 8, column 18, databases[0].patroni.endpoints: at least one endpoint is needed",
            "line 9, column 17, databases[0].patroni.username: username and password come together",
            "line 11, column 13, databases[0].sql.user: unknown; known here: username, password,"
                + " database, sslmode",
            "line 13, column 17, databases[0].sql.password: exactly one of env and file is needed",
            "line 14, column 5, databases[1]: patroni is missing",
            "line 14, column 5, databases[1]: sql is missing",
            "line 14, column 11, databases[1].name: \"orders\" is there already");
  }

  @Test
  void aClusterIsReachedInExactlyOneWay() {
    assertThat(
            findings(
                """
                sites:
                  - name: main
                clusters:
                  - name: dc1
                    site: main
                  - name: dc1
                    site: nowhere
                    inCluster: true
                    context: admin
                  - name: dc2
                    site: main
                    inCluster: maybe
                    kubeconfig: {}
                """))
        .containsExactly(
            "line 4, column 5, clusters[0]: exactly one of kubeconfig and inCluster is needed",
            "line 7, column 11, clusters[1].site: there is no site \"nowhere\" under sites",
            "line 9, column 14, clusters[1].context: a context belongs to a kubeconfig",
            "line 13, column 17, clusters[2].kubeconfig: file is missing",
            "line 12, column 16, clusters[2].inCluster: only true makes sense here",
            "line 13, column 17, clusters[2].kubeconfig: exactly one of kubeconfig and inCluster"
                + " is needed",
            "line 6, column 11, clusters[1].name: \"dc1\" is there already");
  }

  @Test
  void refusesShapesThatAreNotTheExpectedOnes() {
    assertThat(findings("sites: main\n"))
        .containsExactly("line 1, column 8, sites: expected a list, found a single value");
    assertThat(findings("- a\n"))
        .containsExactly("line 1, column 1, the whole file: expected a mapping, found a list");
    assertThat(findings("sites:\n  - name: [a]\n"))
        .containsExactly("line 2, column 11, sites[0].name: expected a text, found a list");
    assertThat(findings("sites:\n  - name: 'no good'\n"))
        .singleElement()
        .asString()
        .startsWith("line 2, column 11, sites[0].name: a name begins with a letter or digit");
    assertThat(findings("sites:\n  - description: x\n"))
        .containsExactly("line 2, column 5, sites[0]: name is missing");
  }

  @Test
  void refusesAMemberThatIsGivenTwice() {
    assertThat(findings("sites: []\nsites: []\n"))
        .containsExactly("line 2, column 1, sites: given twice");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertThat(findings("sites: [\n"))
        .singleElement()
        .asString()
        .startsWith("line 1, column 9: not YAML: ");
  }

  private static List<String> findings(String yaml) {
    return catchThrowableOfType(
            InvalidDescriptionException.class, () -> DescriptionReader.read(yaml))
        .findings();
  }
}
