package dev.binnacle.sandbox;

import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the platform file that tells a server what is out there. */
public final class PlatformFile {
  /**
   * A PostgreSQL database managed by Patroni.
   *
   * @param name its name in Binnacle
   * @param endpoints the members' REST addresses, in tests often those of {@link FaultProxy}
   * @param secrets the users and the password files
   * @param poolers the ports of its PgBouncers on 127.0.0.1; none leaves them out
   */
  public record PatroniDatabase(
      String name, List<URI> endpoints, PatroniSecrets secrets, List<Integer> poolers) {
    public PatroniDatabase {
      endpoints = List.copyOf(endpoints);
      poolers = List.copyOf(poolers);
    }

    /** A database whose PgBouncers are left out. */
    public PatroniDatabase(String name, List<URI> endpoints, PatroniSecrets secrets) {
      this(name, endpoints, secrets, List.of());
    }

    /** A cluster of the sandbox under its own scope's name, reached directly. */
    public static PatroniDatabase of(PatroniCluster cluster) {
      return new PatroniDatabase(
          cluster.scope(),
          cluster.restUrls(),
          cluster.secrets(),
          cluster.members().stream().map(PatroniMember::poolerPort).toList());
    }
  }

  /**
   * A Kubernetes cluster.
   *
   * @param name its name in Binnacle
   * @param kubeconfig where its API server is, and with which credentials
   */
  public record KubernetesCluster(String name, Path kubeconfig) {
    /** The simulated cluster, for the user that has what Binnacle needs and nothing else. */
    public static KubernetesCluster of(KubernetesSimulator simulator) {
      return new KubernetesCluster("main", simulator.kubeconfig(KubernetesSimulator.User.BINNACLE));
    }
  }

  private PlatformFile() {}

  /** Writes one site with the given databases; secrets are named by file, never written. */
  public static Path write(Path file, List<PatroniDatabase> databases) {
    return write(file, databases, List.of());
  }

  /** Writes one site with the given databases and clusters; secrets are named by file. */
  public static Path write(
      Path file, List<PatroniDatabase> databases, List<KubernetesCluster> clusters) {
    String yaml =
        "sites:\n  - name: main\n"
            + (clusters.isEmpty() ? "" : "clusters:\n")
            + clusters.stream().map(PlatformFile::yaml).collect(Collectors.joining())
            + (databases.isEmpty() ? "databases: []\n" : "databases:\n")
            + databases.stream().map(PlatformFile::yaml).collect(Collectors.joining());
    try {
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new SandboxException("Cannot write the platform file " + file, e);
    }
  }

  private static String yaml(KubernetesCluster cluster) {
    return """
      - name: %s
        site: main
        kubeconfig: { file: %s }
    """
        .formatted(cluster.name(), quoted(cluster.kubeconfig()));
  }

  private static String yaml(PatroniDatabase database) {
    // The passwords' files exist from here on, also when the cluster has not been started yet.
    database.secrets().restPassword();
    database.secrets().superuserPassword();
    return """
      - name: %s
        engine: postgresql
        site: main
        patroni:
          endpoints: [%s]
          username: %s
          password: { file: %s }
        sql:
          username: %s
          password: { file: %s }
          database: postgres
    """
            .formatted(
                database.name(),
                database.endpoints().stream().map(URI::toString).collect(Collectors.joining(", ")),
                PatroniSecrets.REST_USER,
                quoted(database.secrets().restPasswordFile()),
                PatroniSecrets.SUPERUSER,
                quoted(database.secrets().superuserPasswordFile()))
        + (database.poolers().isEmpty() ? "" : poolers(database));
  }

  private static String poolers(PatroniDatabase database) {
    database.secrets().poolerPassword();
    return """
        pgbouncer:
          endpoints: [%s]
          username: %s
          password: { file: %s }
    """
        .formatted(
            database.poolers().stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(", ")),
            PatroniSecrets.POOLER_USER,
            quoted(database.secrets().poolerPasswordFile()));
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }
}
