package dev.binnacle.platform.postgresql;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Sql;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** How one server is logged in to. The password is read each time, so that it may be rotated. */
record ServerLogin(Sql sql, Address address) {

  private static final Driver DRIVER = new Driver();
  private static final String PATIENCE_SECONDS = "2";

  /** A connection of its own, whose every wait is bounded. */
  Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", sql.credentials().username());
    properties.setProperty("password", sql.credentials().password().read());
    properties.setProperty("ApplicationName", "binnacle");
    properties.setProperty("connectTimeout", PATIENCE_SECONDS);
    properties.setProperty("socketTimeout", PATIENCE_SECONDS);
    sql.sslMode().ifPresent(mode -> properties.setProperty("sslmode", mode));
    return DRIVER.connect(
        "jdbc:postgresql://"
            + address
            + "/"
            + URLEncoder.encode(sql.database(), StandardCharsets.UTF_8),
        properties);
  }
}
