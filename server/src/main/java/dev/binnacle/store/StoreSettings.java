package dev.binnacle.store;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the state store is. Read from the environment ({@code BINNACLE_DB_URL} and so on). */
@ApplicationScoped
public class StoreSettings {

  private final Config config = ConfigProvider.getConfig();

  /** The JDBC URL of the state store's PostgreSQL. */
  public String url() {
    return config.getValue("binnacle.db.url", String.class);
  }

  /** The user name. */
  public String user() {
    return config.getValue("binnacle.db.user", String.class);
  }

  /** The password. */
  public String password() {
    return config.getValue("binnacle.db.password", String.class);
  }

  /**
   * True while the server runs only to record which classes its start needs: it then has no store.
   */
  public boolean training() {
    return config.getOptionalValue("binnacle.training", Boolean.class).orElse(false);
  }
}
