package dev.binnacle.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** Produces the one clock that everything uses. */
@ApplicationScoped
public class Clocks {

  /** The state store's clock; the machine's own while there is no store. */
  @Produces
  @Singleton
  public Clock clock(StoreSettings settings, DataSource source) {
    return settings.training() ? Clock.systemUTC() : new StoreClock(source);
  }

  /** Stops the clock's refreshing. */
  public void close(@Disposes Clock clock) {
    if (clock instanceof StoreClock refreshing) {
      refreshing.close();
    }
  }
}
