package dev.binnacle.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Stands in for the server where its process is tested, not its work: reads the same environment,
 * needs the state store to be ready, and counts its starts there.
 */
final class StandInServer {
  private StandInServer() {}

  public static void main(String[] arguments) throws Exception {
    if (System.getenv("STAND_IN_FAILS") != null) {
      System.err.println("the stand-in fails as told");
      System.exit(3);
    }
    long starts = countStart();
    InetSocketAddress address =
        new InetSocketAddress(
            System.getenv("BINNACLE_HTTP_ADDRESS"),
            Integer.parseInt(System.getenv("BINNACLE_HTTP_PORT")));
    HttpServer server = HttpServer.create(address, 10);
    answer(server, "/health/ready", "");
    answer(server, "/starts", Long.toString(starts));
    answer(server, "/platform", Files.readString(Path.of(System.getenv("BINNACLE_PLATFORM"))));
    answer(server, "/token", System.getenv("BINNACLE_BOOTSTRAP_TOKEN"));
    server.start();
    System.out.println("the stand-in listens");
  }

  private static long countStart() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                System.getenv("BINNACLE_DB_URL"),
                System.getenv("BINNACLE_DB_USER"),
                System.getenv("BINNACLE_DB_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists start (at timestamptz)");
      statement.execute("insert into start values (now())");
      try (ResultSet rows = statement.executeQuery("select count(*) from start")) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static void answer(HttpServer server, String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
