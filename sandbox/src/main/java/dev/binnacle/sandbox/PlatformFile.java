package dev.binnacle.sandbox;

import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * A Redis Cluster.
   *
   * @param name its name in Binnacle
   * @param endpoints the addresses of some of its nodes, in tests sometimes those of {@link
   *     FaultProxy}
   * @param secrets the user and the password's file
   * @param tls what stands below {@code tls}, by key; without TLS there is nothing
   */
  public record RedisDatabase(
      String name, List<String> endpoints, RedisSecrets secrets, Optional<Map<String, Path>> tls) {
    public RedisDatabase {
      endpoints = List.copyOf(endpoints);
    }

    /** A cluster without TLS. */
    public RedisDatabase(String name, List<String> endpoints, RedisSecrets secrets) {
      this(name, endpoints, secrets, Optional.empty());
    }

    /** The same cluster behind TLS, with those PEM files. */
    public RedisDatabase with(Map<String, Path> files) {
      return new RedisDatabase(name, endpoints, secrets, Optional.of(files));
    }

    /** A cluster of the sandbox under its own name, reached directly. */
    public static RedisDatabase of(RedisCluster cluster) {
      return new RedisDatabase(
          cluster.name(),
          cluster.members().stream().map(RedisMember::address).toList(),
          cluster.secrets());
    }
  }

  /**
   * A MongoDB replica set.
   *
   * @param name its name in Binnacle
   * @param endpoints some of its members, as host and port
   * @param replicaSet the name of the set
   * @param secrets the user and the password file
   * @param tls what stands below {@code tls}, by key; without TLS there is nothing
   */
  public record MongodbDatabase(
      String name,
      List<String> endpoints,
      String replicaSet,
      MongodbSecrets secrets,
      Optional<Map<String, Path>> tls) {
    public MongodbDatabase {
      endpoints = List.copyOf(endpoints);
    }

    /** A set without TLS. */
    public MongodbDatabase(
        String name, List<String> endpoints, String replicaSet, MongodbSecrets secrets) {
      this(name, endpoints, replicaSet, secrets, Optional.empty());
    }

    /** The same set behind TLS, with those PEM files. */
    public MongodbDatabase with(Map<String, Path> files) {
      return new MongodbDatabase(name, endpoints, replicaSet, secrets, Optional.of(files));
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
    return write(file, databases, clusters, List.of(), List.of());
  }

  /** Writes one site with everything given; secrets are named by file. */
  public static Path write(
      Path file,
      List<PatroniDatabase> databases,
      List<KubernetesCluster> clusters,
      List<RedisDatabase> redis,
      List<MongodbDatabase> replicaSets) {
    boolean none = databases.isEmpty() && redis.isEmpty() && replicaSets.isEmpty();
    String yaml =
        "sites:\n  - name: main\n"
            + (clusters.isEmpty() ? "" : "clusters:\n")
            + clusters.stream().map(PlatformFile::yaml).collect(Collectors.joining())
            + (none ? "databases: []\n" : "databases:\n")
            + databases.stream().map(PlatformFile::yaml).collect(Collectors.joining())
            + redis.stream().map(PlatformFile::yaml).collect(Collectors.joining())
            + replicaSets.stream().map(PlatformFile::yaml).collect(Collectors.joining());
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

  private static String yaml(RedisDatabase database) {
    // The password's file exists from here on, also when the cluster has not been started yet.
    database.secrets().password();
    return """
      - name: %s
        engine: redis
        site: main
        redis:
          endpoints: [%s]
          username: %s
          password: { file: %s }
    %s\
    """
        .formatted(
            database.name(),
            database.endpoints().stream()
                .map(PlatformFile::quoted)
                .collect(Collectors.joining(", ")),
            RedisSecrets.USER,
            quoted(database.secrets().passwordFile()),
            database.tls().map(PlatformFile::tls).orElse(""));
  }

  private static String tls(Map<String, Path> files) {
    return "      tls: { "
        + files.entrySet().stream()
            .map(file -> file.getKey() + ": " + quoted(file.getValue()))
            .collect(Collectors.joining(", "))
        + " }\n";
  }

  private static String yaml(MongodbDatabase database) {
    // The password's file exists from here on, also when the set has not been started yet.
    database.secrets().user();
    return """
      - name: %s
        engine: mongodb
        site: main
        mongodb:
          endpoints: [%s]
          replicaSet: %s
          username: %s
          password: { file: %s }
    %s\
    """
        .formatted(
            database.name(),
            database.endpoints().stream()
                .map(PlatformFile::quoted)
                .collect(Collectors.joining(", ")),
            database.replicaSet(),
            MongodbSecrets.USER,
            quoted(database.secrets().passwordFile()),
            database.tls().map(PlatformFile::tls).orElse(""));
  }

  private static String quoted(Path path) {
    return quoted(path.toString());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
