package dev.binnacle.http.pages;

import dev.binnacle.http.HealthCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether the state store answers. */
@ApplicationScoped
public class StateStoreHealth implements HealthCheck {

  private final DataSource store;

  /** Required by CDI. */
  protected StateStoreHealth() {
    this(null);
  }

  /** The health of that store. */
  @Inject
  public StateStoreHealth(DataSource store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "state-store";
  }

  @Override
  public Optional<String> failure() {
    try (var connection = store.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("select 1");
      return Optional.empty();
    } catch (SQLException unreachable) {
      return Optional.of("does not answer");
    }
  }
}
