package dev.binnacle.platform.mongodb;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.PlatformChanged;
import dev.binnacle.platform.PlatformDescription.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.stream.Collectors;

/** The clients of every member of every MongoDB replica set of the platform. Thread-safe. */
@ApplicationScoped
public class MongodbClients {

  private final ComponentEdges edges;
  private final Sessions sessions = new Sessions();

  /** Required by CDI. */
  protected MongodbClients() {
    this(null);
  }

  /** Clients whose calls pass those edges. */
  @Inject
  public MongodbClients(ComponentEdges edges) {
    this.edges = edges;
  }

  /** The client of one member of a database. */
  public MongodbMember of(Database.Mongodb database, Address address) {
    var edge =
        edges.of(
            new Component(Component.Type.MONGODB, database.name(), database.site()),
            address.toString());
    return new MongodbMember(sessions, database, address, edge, false);
  }

  /** Ends the sessions with databases that are described no more, or otherwise. */
  void forgetGone(@Observes PlatformChanged change) {
    sessions.keepOnly(
        change.now().databases().stream()
            .filter(Database.Mongodb.class::isInstance)
            .map(Database.Mongodb.class::cast)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Ends all sessions. */
  @PreDestroy
  public void close() {
    sessions.close();
  }
}
