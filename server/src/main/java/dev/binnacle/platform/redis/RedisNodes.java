package dev.binnacle.platform.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.TransportContexts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Every node of every Redis Cluster of the platform. Thread-safe. */
@ApplicationScoped
public class RedisNodes {

  private final ComponentEdges edges;
  private final TransportContexts contexts = new TransportContexts();

  /** Required by CDI. */
  protected RedisNodes() {
    this(null);
  }

  /** Nodes that are spoken with through those edges. */
  @Inject
  public RedisNodes(ComponentEdges edges) {
    this.edges = edges;
  }

  /** The node of a database that listens there. */
  public RedisNode of(Database.Redis database, Address address) {
    var edge =
        edges.of(
            new Component(Component.Type.REDIS, database.name(), database.site()),
            address.toString());
    return new RedisNode(new RedisLogin(database, address, contexts), edge, false);
  }
}
