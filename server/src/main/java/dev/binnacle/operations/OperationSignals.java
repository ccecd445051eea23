package dev.binnacle.operations;

import dev.binnacle.store.StoreSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever listens that an operation has changed, on whichever replica: one connection of the
 * state store listens for the notifications that commits send. When that connection breaks,
 * everybody is told to look once it is back, so nothing is missed; only the promptness suffers.
 */
@ApplicationScoped
public class OperationSignals {

  private static final Logger LOG = LoggerFactory.getLogger(OperationSignals.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RECONNECT = Duration.ofMillis(500);

  private final Map<UUID, Set<Runnable>> listeners = new ConcurrentHashMap<>();
  private final Set<Runnable> listenersToAll = ConcurrentHashMap.newKeySet();
  private final StoreSettings settings;
  private volatile Thread thread;

  /** Required by CDI. */
  protected OperationSignals() {
    this(null);
  }

  /** Signals of the store that the settings name. */
  @Inject
  public OperationSignals(StoreSettings settings) {
    this.settings = settings;
  }

  /** Starts listening. */
  public void start() {
    // Assigned before it runs: the loop goes on only while the field is set.
    var listening = Thread.ofVirtual().name("operation-signals").unstarted(this::listen);
    thread = listening;
    listening.start();
  }

  /** Stops listening. */
  @PreDestroy
  public void stop() {
    var listening = thread;
    thread = null;
    if (listening != null) {
      listening.interrupt();
    }
  }

  /**
   * Calls the listener after every change of the operation, until the subscription is closed. The
   * listener must return at once. Subscribe first, look second: then no change falls in between.
   */
  Subscription subscribe(UUID id, Runnable listener) {
    listeners.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(listener);
    return () ->
        listeners.computeIfPresent(
            id,
            (any, present) -> {
              present.remove(listener);
              return present.isEmpty() ? null : present;
            });
  }

  /**
   * Calls the listener after every change of any operation, for as long as there are signals. The
   * listener must return at once.
   */
  void subscribeToAll(Runnable listener) {
    listenersToAll.add(listener);
  }

  /** Tells the listeners to all operations of this replica at once, before the store does. */
  void announce() {
    listenersToAll.forEach(Runnable::run);
  }

  /** Ends a subscription when closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private void listen() {
    while (thread != null) {
      try (var connection = connect()) {
        announce();
        listeners.values().forEach(present -> present.forEach(Runnable::run));
        relay(connection);
      } catch (SQLException broken) {
        LOG.warn("lost the state store's notifications: {}", broken.getMessage());
        pause();
      }
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "binnacle-signals");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    var connection = DriverManager.getConnection(settings.url(), properties);
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + OperationRecords.CHANNEL);
    }
    return connection;
  }

  private void relay(Connection connection) throws SQLException {
    var notifications = connection.unwrap(PGConnection.class);
    while (thread != null) {
      var received = notifications.getNotifications((int) PATIENCE.toMillis());
      if (received == null || received.length == 0) {
        if (!connection.isValid((int) PATIENCE.toSeconds())) {
          throw new SQLException("the connection is dead");
        }
        continue;
      }
      announce();
      for (var notification : received) {
        listeners
            .getOrDefault(UUID.fromString(notification.getParameter()), Set.of())
            .forEach(Runnable::run);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RECONNECT);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
