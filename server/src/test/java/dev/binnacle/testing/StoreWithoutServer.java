package dev.binnacle.testing;

import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.StateStore;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/**
 * A real state store with the real schema and Hibernate on it as the server has it, but with
 * transactions of JDBC instead of a container: for tests of what is stored.
 */
public final class StoreWithoutServer implements AutoCloseable {

  private static final PortRange PORTS = new PortRange(25000, 25099);

  private final StateStore store;
  private final SessionFactory sessions;

  private StoreWithoutServer(StateStore store, SessionFactory sessions) {
    this.store = store;
    this.sessions = sessions;
  }

  /** Starts an empty store, in an empty directory, that knows the entities. */
  public static StoreWithoutServer start(Path directory, List<Class<?>> entities) {
    var store = StateStore.start(reachable(directory), PORTS);
    Flyway.configure()
        .dataSource(store.url(), store.user(), store.password())
        .locations("classpath:sql")
        .load()
        .migrate();
    var registry =
        new StandardServiceRegistryBuilder()
            .applySetting(AvailableSettings.JAKARTA_JDBC_URL, store.url())
            .applySetting(AvailableSettings.JAKARTA_JDBC_USER, store.user())
            .applySetting(AvailableSettings.JAKARTA_JDBC_PASSWORD, store.password())
            .applySetting(AvailableSettings.HBM2DDL_AUTO, "none")
            .applySetting(
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy")
            .applySetting(AvailableSettings.JDBC_TIME_ZONE, "UTC")
            .build();
    var sources = new MetadataSources(registry);
    entities.forEach(sources::addAnnotatedClass);
    return new StoreWithoutServer(store, sources.buildMetadata().buildSessionFactory());
  }

  private static Path reachable(Path directory) {
    try {
      // PostgreSQL's user has to pass through it.
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** What the work makes, in a transaction of its own; an exception rolls it back. */
  public <T> T call(Function<EntityManager, T> work) {
    return sessions.fromTransaction(work::apply);
  }

  /** Does the work in a transaction of its own; an exception rolls it back. */
  public void run(Consumer<EntityManager> work) {
    sessions.inTransaction(work::accept);
  }

  /** Runs SQL as somebody who has the database's password and means no good, or to look. */
  public void sql(String... statements) {
    try (var connection = store.connect();
        var statement = connection.createStatement()) {
      for (var text : statements) {
        statement.execute(text);
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** Stops everything. */
  @Override
  public void close() {
    sessions.close();
    store.close();
  }
}
