package dev.binnacle.platform;

import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Pgbouncer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What this server is connected to, and how that went lately. Calls nobody. */
@ApplicationScoped
public class PlatformOverview {

  private final CurrentPlatform platform;
  private final ComponentEdges edges;

  /** Required by CDI. */
  protected PlatformOverview() {
    this(null, null);
  }

  /** An overview of the platform in force. */
  @Inject
  public PlatformOverview(CurrentPlatform platform, ComponentEdges edges) {
    this.platform = platform;
    this.edges = edges;
  }

  /** The sites in the description's order. */
  List<PlatformDescription.Site> sites() {
    return platform.description().sites();
  }

  /** The components by type and name. */
  List<ComponentStatus> components() {
    var description = platform.description();
    return Stream.concat(
            description.clusters().stream().map(this::kubernetes),
            description.databases().stream().flatMap(this::ofDatabase))
        .sorted(
            Comparator.comparing((ComponentStatus status) -> status.component().type())
                .thenComparing(status -> status.component().name()))
        .toList();
  }

  private Stream<ComponentStatus> ofDatabase(Database database) {
    return switch (database) {
      case Database.Postgresql postgresql ->
          Stream.concat(
              Stream.of(patroni(postgresql), postgresql(postgresql)),
              postgresql.pgbouncer().map(pgbouncer -> pgbouncer(postgresql, pgbouncer)).stream());
      case Database.Redis redis ->
          Stream.of(learning(component(Component.Type.REDIS, redis), redis.endpoints()));
      case Database.Mongodb mongodb ->
          Stream.of(learning(component(Component.Type.MONGODB, mongodb), mongodb.endpoints()));
    };
  }

  private ComponentStatus pgbouncer(Database.Postgresql database, Pgbouncer pgbouncer) {
    var component = component(Component.Type.PGBOUNCER, database);
    return ComponentStatus.of(
        component,
        pgbouncer.endpoints().stream().map(Address::toString).toList(),
        edges.facts(component));
  }

  /** Members tell of each other: those that were called are known, besides the described ones. */
  private ComponentStatus learning(Component component, List<Address> described) {
    var facts = edges.facts(component);
    return ComponentStatus.of(
        component,
        Stream.concat(
                described.stream().map(Address::toString), facts.stream().map(EdgeFacts::endpoint))
            .distinct()
            .sorted()
            .toList(),
        facts);
  }

  private ComponentStatus patroni(Database.Postgresql database) {
    var component = component(Component.Type.PATRONI, database);
    return ComponentStatus.of(
        component,
        database.patroni().endpoints().stream().map(URI::toString).toList(),
        edges.facts(component));
  }

  /** PostgreSQL's addresses come from Patroni: those that were called are known. */
  private ComponentStatus postgresql(Database.Postgresql database) {
    return called(component(Component.Type.POSTGRESQL, database));
  }

  /** The address of an API server comes from its kubeconfig, and is known once it was called. */
  private ComponentStatus kubernetes(Cluster cluster) {
    return called(new Component(Component.Type.KUBERNETES, cluster.name(), cluster.site()));
  }

  private static Component component(Component.Type type, Database database) {
    return new Component(type, database.name(), database.site());
  }

  private ComponentStatus called(Component component) {
    var facts = edges.facts(component);
    return ComponentStatus.of(
        component, facts.stream().map(EdgeFacts::endpoint).sorted().toList(), facts);
  }
}
