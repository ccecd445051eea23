package dev.binnacle.platform.postgresql;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformDescription.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The clients of every PostgreSQL server of the platform. Thread-safe. */
@ApplicationScoped
public class PostgresqlClients {

  private final ComponentEdges edges;

  /** Required by CDI. */
  protected PostgresqlClients() {
    this(null);
  }

  /** Clients whose calls pass those edges. */
  @Inject
  public PostgresqlClients(ComponentEdges edges) {
    this.edges = edges;
  }

  /** The client of one server of a database. */
  public PostgresqlClient of(Database.Postgresql database, Address address) {
    var edge =
        edges.of(
            new Component(Component.Type.POSTGRESQL, database.name(), database.site()),
            address.toString());
    return new PostgresqlClient(new ServerLogin(database.sql(), address), edge, false);
  }
}
