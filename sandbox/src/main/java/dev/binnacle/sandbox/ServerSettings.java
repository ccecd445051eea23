package dev.binnacle.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a Binnacle server is started.
 *
 * @param command the command, which must stay the process it is started as
 * @param runtime the assembled runtime folder
 * @param port the HTTP port on 127.0.0.1
 * @param databaseUrl the JDBC address of the state store
 * @param databaseUser its user
 * @param databasePassword its password
 * @param platform the platform file
 * @param bootstrapToken the administrator's API token
 * @param directory where the server's log and its process record are kept
 * @param environment variables beyond those above; they win
 */
public record ServerSettings(
    List<String> command,
    Path runtime,
    int port,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    Path platform,
    String bootstrapToken,
    Path directory,
    Map<String, String> environment) {
  public ServerSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The project's own server on a state store. */
  public static ServerSettings of(
      StateStore store, Path platform, String bootstrapToken, int port, Path directory) {
    Path project = ProjectRoot.find();
    return new ServerSettings(
        List.of(project.resolve("server/bin/serve").toString()),
        project.resolve("server/target/runtime"),
        port,
        store.url(),
        store.user(),
        store.password(),
        platform,
        bootstrapToken,
        directory,
        Map.of());
  }

  /** The same on another database, as {@link StateStore#createDatabase} returns it. */
  public ServerSettings withDatabase(String newDatabaseUrl) {
    return new ServerSettings(
        command,
        runtime,
        port,
        newDatabaseUrl,
        databaseUser,
        databasePassword,
        platform,
        bootstrapToken,
        directory,
        environment);
  }

  /** The same with more variables. */
  public ServerSettings withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new ServerSettings(
        command,
        runtime,
        port,
        databaseUrl,
        databaseUser,
        databasePassword,
        platform,
        bootstrapToken,
        directory,
        all);
  }

  /** The same started by another command. */
  public ServerSettings withCommand(List<String> newCommand) {
    return new ServerSettings(
        newCommand,
        runtime,
        port,
        databaseUrl,
        databaseUser,
        databasePassword,
        platform,
        bootstrapToken,
        directory,
        environment);
  }

  /** The address of the server. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the server reads: this JVM's environment, then its own variables. */
  Map<String, String> fullEnvironment() {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("BINNACLE_RUNTIME", runtime.toString());
    all.put("BINNACLE_HTTP_ADDRESS", "127.0.0.1");
    all.put("BINNACLE_HTTP_PORT", Integer.toString(port));
    all.put("BINNACLE_DB_URL", databaseUrl);
    all.put("BINNACLE_DB_USER", databaseUser);
    all.put("BINNACLE_DB_PASSWORD", databasePassword);
    all.put("BINNACLE_PLATFORM", platform.toString());
    all.put("BINNACLE_BOOTSTRAP_TOKEN", bootstrapToken);
    all.putAll(environment);
    return all;
  }
}
