package dev.binnacle.api;

import dev.binnacle.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQL in a server's state store, as somebody who has its password. */
final class StoreLook {

  private StoreLook() {}

  private static Connection connect(TestServer server) throws SQLException {
    var settings = server.process().settings();
    return DriverManager.getConnection(
        settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
  }

  /** Executes statements one after the other, each in a transaction of its own. */
  static void execute(TestServer server, String... statements) throws SQLException {
    try (var connection = connect(server);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of every row, as text. */
  static List<String> column(TestServer server, String query) {
    try (var connection = connect(server);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
