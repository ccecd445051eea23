package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of the launcher uses.
 *
 * @param project the checkout
 * @param state the chosen state directory, empty for the usual one
 * @param serverCommand the command that starts the server
 * @param httpPort the server's port on 127.0.0.1
 * @param storePorts where the state store looks for a port at its first start
 * @param patroniPorts the ports of the Patroni cluster at its first start
 * @param redisPorts the ports of the Redis Cluster at its first start
 * @param kubernetesPorts where the simulated API server looks for a port
 * @param mongodbPorts where the simulated MongoDB members look for ports at their first start
 * @param workers how many worker nodes a new simulated cluster has
 */
record LauncherSettings(
    Path project,
    Optional<Path> state,
    List<String> serverCommand,
    int httpPort,
    PortRange storePorts,
    PatroniPorts patroniPorts,
    List<Integer> redisPorts,
    PortRange kubernetesPorts,
    PortRange mongodbPorts,
    int workers) {
  private static final int USUAL_HTTP_PORT = 8080;
  private static final PortRange USUAL_STORE_PORTS = new PortRange(18500, 18599);
  private static final PortRange USUAL_KUBERNETES_PORTS = new PortRange(18643, 18699);
  private static final PortRange USUAL_MONGODB_PORTS = new PortRange(18750, 18799);
  private static final int PATRONI_MEMBERS = 3;

  /** From BINNACLE_STATE_DIR, BINNACLE_HTTP_PORT and BINNACLE_SANDBOX_WORKERS, all optional. */
  static LauncherSettings from(Map<String, String> environment) {
    Path project = ProjectRoot.find();
    return new LauncherSettings(
        project,
        value(environment, "BINNACLE_STATE_DIR").map(Path::of).map(Path::toAbsolutePath),
        List.of(project.resolve("server/bin/serve").toString()),
        value(environment, "BINNACLE_HTTP_PORT")
            .map(LauncherSettings::port)
            .orElse(USUAL_HTTP_PORT),
        USUAL_STORE_PORTS,
        PatroniPorts.usual(PATRONI_MEMBERS),
        RedisSettings.usualPorts(),
        USUAL_KUBERNETES_PORTS,
        USUAL_MONGODB_PORTS,
        value(environment, "BINNACLE_SANDBOX_WORKERS").map(LauncherSettings::number).orElse(6));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text.strip());
    } catch (NumberFormatException e) {
      throw new SandboxException("BINNACLE_SANDBOX_WORKERS is no number: " + text, e);
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      return new PortRange(port, port).first();
    } catch (IllegalArgumentException e) {
      throw new SandboxException("BINNACLE_HTTP_PORT is no port: " + text, e);
    }
  }
}
