package dev.binnacle.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The platform as its operators describe it, validated: names are unique within their list and
 * every target stands on a site that exists.
 *
 * @param approvals which procedures need somebody else's approval
 */
public record PlatformDescription(
    List<Site> sites, List<Cluster> clusters, List<Database> databases, Approvals approvals) {

  /** A platform without anything in it. */
  public static final PlatformDescription EMPTY =
      new PlatformDescription(List.of(), List.of(), List.of(), new Approvals(Set.of()));

  public PlatformDescription {
    sites = List.copyOf(sites);
    clusters = List.copyOf(clusters);
    databases = List.copyOf(databases);
  }

  /** The cluster of that name. */
  public Optional<Cluster> cluster(String name) {
    return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
  }

  /** Whether the component is still there, and stands where it stood. */
  boolean describes(Component component) {
    var site =
        switch (component.type()) {
          case KUBERNETES -> cluster(component.name()).map(Cluster::site);
          case PATRONI, POSTGRESQL, PGBOUNCER, REDIS, MONGODB ->
              database(component.name()).map(Database::site);
        };
    return site.filter(component.site()::equals).isPresent();
  }

  /** The database of that name. */
  public Optional<Database> database(String name) {
    return databases.stream().filter(database -> database.name().equals(name)).findFirst();
  }

  /** The database of that name, provided that it is of that engine. */
  public <D extends Database> Optional<D> database(String name, Class<D> engine) {
    return database(name).filter(engine::isInstance).map(engine::cast);
  }

  /** A place where a part of the platform runs. */
  public record Site(String name, Optional<String> description) {}

  /**
   * A Kubernetes cluster.
   *
   * @param site the name of the site it stands on
   */
  public record Cluster(String name, String site, ClusterAccess access) {}

  /** How a cluster's API server is reached. */
  public sealed interface ClusterAccess {

    /**
     * As a kubeconfig says.
     *
     * @param context which of its contexts; empty for its current one
     */
    record Kubeconfig(Path file, Optional<String> context) implements ClusterAccess {}

    /** As the service account of the pod that this server runs in. */
    record InCluster() implements ClusterAccess {}
  }

  /** Which software a database is. */
  public enum Engine {
    /** PostgreSQL under Patroni. */
    POSTGRESQL,
    /** A Redis Cluster. */
    REDIS,
    /** A MongoDB replica set. */
    MONGODB
  }

  /** A database, by its engine. */
  public sealed interface Database {

    /** What it is called; no other database is called so. */
    String name();

    /** The name of the site it stands on. */
    String site();

    /** Which software it is. */
    default Engine engine() {
      return switch (this) {
        case Postgresql postgresql -> Engine.POSTGRESQL;
        case Redis redis -> Engine.REDIS;
        case Mongodb mongodb -> Engine.MONGODB;
      };
    }

    /**
     * PostgreSQL under Patroni.
     *
     * @param pgbouncer empty when nobody has described a PgBouncer before it
     */
    record Postgresql(
        String name, String site, Patroni patroni, Sql sql, Optional<Pgbouncer> pgbouncer)
        implements Database {}

    /**
     * A Redis Cluster.
     *
     * @param endpoints some of its nodes, at least one; the others are learnt from them
     * @param credentials an ACL user that every node knows; empty when none is needed
     * @param transport TLS, or nothing for a plain connection
     */
    record Redis(
        String name,
        String site,
        List<Address> endpoints,
        Optional<Credentials> credentials,
        Optional<TransportSecurity> transport)
        implements Database {

      public Redis {
        endpoints = List.copyOf(endpoints);
      }
    }

    /**
     * A MongoDB replica set.
     *
     * @param endpoints some of its members, at least one; the others are learnt from them
     * @param replicaSet the name of the set, as its configuration has it
     * @param credentials a user of the database {@code admin}; empty when none is needed
     * @param transport TLS, or nothing for a plain connection
     */
    record Mongodb(
        String name,
        String site,
        List<Address> endpoints,
        String replicaSet,
        Optional<Credentials> credentials,
        Optional<TransportSecurity> transport)
        implements Database {

      public Mongodb {
        endpoints = List.copyOf(endpoints);
      }
    }
  }

  /**
   * TLS towards a component.
   *
   * @param trust the certificate authorities to trust in place of the JVM's
   * @param client what to show to a server that demands a certificate
   */
  public record TransportSecurity(Optional<Path> trust, Optional<ClientCertificate> client) {

    /** TLS towards a component that demands no certificate. */
    public TransportSecurity(Optional<Path> trust) {
      this(trust, Optional.empty());
    }
  }

  /** The PEM files of a certificate and its private key. */
  public record ClientCertificate(Path certificate, Path key) {}

  /**
   * How the Patroni of a database is reached.
   *
   * @param endpoints the REST addresses of its members, at least one
   * @param credentials for the calls that change something
   * @param trust the certificate authorities to trust in place of the JVM's
   */
  public record Patroni(
      List<URI> endpoints, Optional<Credentials> credentials, Optional<Path> trust) {

    public Patroni {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * How SQL is spoken with the members of a database, whose addresses Patroni tells.
   *
   * @param database the database to connect to
   * @param sslMode one of PostgreSQL's own words for {@code sslmode}
   */
  public record Sql(Credentials credentials, String database, Optional<String> sslMode) {}

  /**
   * How the PgBouncers before a database are reached.
   *
   * @param endpoints where they listen, at least one
   * @param credentials one of their {@code admin_users}
   * @param sslMode one of PostgreSQL's own words for {@code sslmode}
   */
  public record Pgbouncer(
      List<Address> endpoints, Credentials credentials, Optional<String> sslMode) {

    public Pgbouncer {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** A user and where its password is kept. */
  public record Credentials(String username, SecretReference password) {}

  /** The kinds of procedure that need somebody else's approval, whatever the request says. */
  public record Approvals(Set<String> procedures) {

    public Approvals {
      procedures = Set.copyOf(procedures);
    }
  }
}
