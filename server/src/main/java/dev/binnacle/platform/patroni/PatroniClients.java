package dev.binnacle.platform.patroni;

import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformDescription.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of every Patroni of the platform. Thread-safe. */
@ApplicationScoped
public class PatroniClients {

  private final ComponentEdges edges;
  private final PatroniHttp http = new PatroniHttp();
  private final Map<String, URI> lastAnswering = new ConcurrentHashMap<>();

  /** Required by CDI. */
  protected PatroniClients() {
    this(null);
  }

  /** Clients whose calls pass those edges. */
  @Inject
  public PatroniClients(ComponentEdges edges) {
    this.edges = edges;
  }

  /** The client of a database's Patroni. */
  public PatroniClient of(Database.Postgresql database) {
    return new PatroniClient(database, edges, http, lastAnswering);
  }
}
