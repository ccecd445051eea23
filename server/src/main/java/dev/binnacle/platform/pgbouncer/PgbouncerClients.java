package dev.binnacle.platform.pgbouncer;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Pgbouncer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The clients of every PgBouncer of the platform. Thread-safe. */
@ApplicationScoped
public class PgbouncerClients {

  private final ComponentEdges edges;

  /** Required by CDI. */
  protected PgbouncerClients() {
    this(null);
  }

  /** Clients whose calls pass those edges. */
  @Inject
  public PgbouncerClients(ComponentEdges edges) {
    this.edges = edges;
  }

  /** The clients of the PgBouncers of a database, in the description's order. */
  public List<PgbouncerClient> of(Database.Postgresql database) {
    return database.pgbouncer().stream()
        .flatMap(described ->
            described.endpoints().stream().map(address -> client(database, described, address)))
        .toList();
  }

  private PgbouncerClient client(
      Database.Postgresql database, Pgbouncer described, Address address) {
    var component = new Component(Component.Type.PGBOUNCER, database.name(), database.site());
    return new PgbouncerClient(
        new ConsoleLogin(described, address), edges.of(component, address.toString()));
  }
}
