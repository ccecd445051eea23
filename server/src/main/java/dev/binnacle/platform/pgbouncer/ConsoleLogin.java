package dev.binnacle.platform.pgbouncer;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Pgbouncer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** How one console is logged in to. The password is read each time, so that it may be rotated. */
record ConsoleLogin(Pgbouncer pgbouncer, Address address) {

  private static final Driver DRIVER = new Driver();
  private static final String PATIENCE_SECONDS = "2";

  /**
   * A connection of its own, whose every wait is bounded. The console understands simple queries
   * only, and refuses the settings that the driver makes after a login; {@code replication}, even
   * when it is false, is what keeps the driver from making them. See pgjdbc's {@code
   * ConnectionFactoryImpl.runInitialQueries}.
   */
  Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", pgbouncer.credentials().username());
    properties.setProperty("password", pgbouncer.credentials().password().read());
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("replication", "false");
    properties.setProperty("connectTimeout", PATIENCE_SECONDS);
    properties.setProperty("socketTimeout", PATIENCE_SECONDS);
    pgbouncer.sslMode().ifPresent(mode -> properties.setProperty("sslmode", mode));
    return DRIVER.connect("jdbc:postgresql://" + address + "/pgbouncer", properties);
  }
}
