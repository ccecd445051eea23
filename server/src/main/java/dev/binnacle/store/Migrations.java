package dev.binnacle.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;

/** Brings the state store's schema to this version. Two servers starting at once take turns. */
@ApplicationScoped
public class Migrations {

  private static final int CONNECT_RETRIES = 30;

  private final StoreSettings settings;

  /** Required by CDI. */
  protected Migrations() {
    this(null);
  }

  /** Migrations of the store that the settings name. */
  @Inject
  public Migrations(StoreSettings settings) {
    this.settings = settings;
  }

  /**
   * Applies what is missing. Waits up to half a minute for the store to answer.
   *
   * @throws org.flywaydb.core.api.FlywayException when the store stays away or an applied file was
   *     edited
   */
  public void apply() {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:sql")
        .connectRetries(CONNECT_RETRIES)
        .connectRetriesInterval(1)
        .load()
        .migrate();
  }
}
