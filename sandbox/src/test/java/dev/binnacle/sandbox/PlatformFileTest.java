package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformFileTest {
  @TempDir private Path directory;

  @Test
  void namesSecretsByFile() throws Exception {
    PatroniSecrets secrets = new PatroniSecrets(directory.resolve("secrets"));
    PlatformFile.PatroniDatabase database =
        new PlatformFile.PatroniDatabase(
            "orders",
            List.of(URI.create("http://127.0.0.1:18008"), URI.create("http://127.0.0.1:18009")),
            secrets);

    Path file = PlatformFile.write(directory.resolve("platform.yaml"), List.of(database));

    assertThat(file)
        .hasContent(
            """
            sites:
              - name: main
            databases:
              - name: orders
                engine: postgresql
                site: main
                patroni:
                  endpoints: [http://127.0.0.1:18008, http://127.0.0.1:18009]
                  username: binnacle
                  password: { file: '%1$s/secrets/patroni-rest-password' }
                sql:
                  username: postgres
                  password: { file: '%1$s/secrets/postgresql-superuser-password' }
                  database: postgres
            """
                .formatted(directory));
    assertThat(secrets.restPasswordFile()).exists();
    assertThat(Files.readString(file)).doesNotContain(secrets.superuserPassword());
  }

  @Test
  void namesPgbouncersByPort() throws Exception {
    PatroniSecrets secrets = new PatroniSecrets(directory.resolve("secrets"));
    PlatformFile.PatroniDatabase database =
        new PlatformFile.PatroniDatabase(
            "orders",
            List.of(URI.create("http://127.0.0.1:18008")),
            secrets,
            List.of(18632, 18633));

    assertThat(
            Files.readString(
                PlatformFile.write(directory.resolve("platform.yaml"), List.of(database))))
        .endsWith(
            """
                pgbouncer:
                  endpoints: [127.0.0.1:18632, 127.0.0.1:18633]
                  username: binnacle
                  password: { file: '%s/secrets/pgbouncer-password' }
            """
                .formatted(directory));
  }

  @Test
  void namesKubeconfigsByFile() {
    var cluster =
        new PlatformFile.KubernetesCluster("prod-1", directory.resolve("binnacle's.kubeconfig"));

    assertThat(PlatformFile.write(directory.resolve("platform.yaml"), List.of(), List.of(cluster)))
        .hasContent(
            """
            sites:
              - name: main
            clusters:
              - name: prod-1
                site: main
                kubeconfig: { file: '%s/binnacle''s.kubeconfig' }
            databases: []
            """
                .formatted(directory));
  }

  @Test
  void emptyPlatformIsValid() {
    assertThat(PlatformFile.write(directory.resolve("platform.yaml"), List.of()))
        .hasContent("sites:\n  - name: main\ndatabases: []\n");
  }
}
