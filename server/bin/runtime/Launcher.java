package dev.binnacle.launcher;

import fish.payara.micro.impl.PayaraMicroImpl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.util.Header;

/**
 * Starts Payara Micro from an assembled runtime folder with one application, or ends the process.
 *
 * <p>Payara's own launcher insists on the runtime folder as its working root, so that two processes
 * could not share it, and stays up answering 404 when the application failed to deploy. This one
 * takes the root as argument and makes sure that the application answers.
 *
 * <p>Exit status: 1 when the application did not start, 2 when the configuration is wrong, 3 when
 * the address cannot be listened on.
 */
public final class Launcher {

  private static final int NOT_STARTED = 1;
  private static final int MISCONFIGURED = 2;
  private static final int ADDRESS_UNAVAILABLE = 3;
  private static final int PROBE_TIMEOUT_MILLIS = 30_000;

  private final Path runtime;
  private final Path instance;
  private final InetSocketAddress listener;

  private Launcher(Path runtime, Path instance, InetSocketAddress listener) {
    this.runtime = runtime;
    this.instance = instance;
    this.listener = listener;
  }

  /**
   * Starts the server and returns when it answers; its threads keep the process alive.
   *
   * @param arguments the instance folder: private to this process, holding a copy of the runtime's
   *     configuration
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      throw stop(MISCONFIGURED, "usage: binnacle-launcher.jar INSTANCE_FOLDER");
    }
    new Launcher(runtimeFolder(), Path.of(arguments[0]), listener(System.getenv())).start();
  }

  private void start() {
    refuseTakenAddress();
    ignoreUpgrades();
    System.setProperty(
        "fish.payara.micro.BootJar", runtime.resolve("launch-micro.jar").toUri().toString());
    System.setProperty("fish.payara.micro.UnpackDir", runtime.toString());
    try {
      PayaraMicroImpl.create(payaraArguments());
    } catch (Exception failure) {
      throw stop(NOT_STARTED, "the container did not start: " + failure);
    }
    requireAnsweringApplication();
    Logger.getLogger(Launcher.class.getName()).info("Listening on " + address());
  }

  /**
   * Makes Upgrade a header like any other. Grizzly would grant no upgrade, but still read the body
   * of a request that asks for one raw (chunked ones with their chunk sizes, others past their end)
   * and leave Content-Type out of long answers and event streams. The JDK's HTTP client asks for
   * HTTP/2 with every request. There is no switch, but Grizzly recognises the header by these
   * bytes, and no name of a header is made of zeros.
   */
  private static void ignoreUpgrades() {
    Arrays.fill(Header.Upgrade.getLowerCaseBytes(), (byte) 0);
  }

  private String[] payaraArguments() {
    return new String[] {
      "--rootdir",
      instance.toString(),
      "--nocluster",
      "--disablephonehome",
      "--port",
      Integer.toString(listener.getPort()),
      "--prebootcommandfile",
      runtime.resolve("preboot.asadmin").toString(),
      "--postdeploycommandfile",
      runtime.resolve("postdeploy.asadmin").toString(),
      "--logproperties",
      runtime.resolve("logging.properties").toString(),
      "--contextroot",
      "/",
      "--deploy",
      runtime.resolve("binnacle.war").toString(),
    };
  }

  private void refuseTakenAddress() {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(listener);
    } catch (IOException refused) {
      throw stop(
          ADDRESS_UNAVAILABLE,
          "cannot listen on %s: %s (BINNACLE_HTTP_ADDRESS and BINNACLE_HTTP_PORT choose)"
              .formatted(address(), refused.getMessage()));
    }
  }

  private void requireAnsweringApplication() {
    var health = URI.create("http://%s/health/live".formatted(probeAddress()));
    try {
      var connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
      connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw stop(
            NOT_STARTED,
            "the application did not start: GET /health/live answers %d; the cause is logged above"
                .formatted(status));
      }
    } catch (IOException failure) {
      throw stop(NOT_STARTED, "no answer from %s: %s".formatted(health, failure));
    }
  }

  private String address() {
    return bracketed(listener.getAddress()) + ":" + listener.getPort();
  }

  private String probeAddress() {
    var host = listener.getAddress();
    var reachable = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
    return bracketed(reachable) + ":" + listener.getPort();
  }

  private static String bracketed(InetAddress address) {
    String host = address.getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static InetSocketAddress listener(Map<String, String> environment) {
    String host = environment.getOrDefault("BINNACLE_HTTP_ADDRESS", "127.0.0.1");
    String port = environment.getOrDefault("BINNACLE_HTTP_PORT", "8080");
    if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      throw stop(MISCONFIGURED, "BINNACLE_HTTP_PORT must be 1 to 65535, not '" + port + "'");
    }
    var listener = new InetSocketAddress(host, Integer.parseInt(port));
    if (listener.isUnresolved()) {
      throw stop(MISCONFIGURED, "BINNACLE_HTTP_ADDRESS '" + host + "' cannot be resolved");
    }
    return listener;
  }

  private static Path runtimeFolder() {
    try {
      var jar = Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(jar).getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Ends the process; declared to return an exception so that callers can show they end there. */
  private static IllegalStateException stop(int status, String message) {
    System.err.println("binnacle: " + message);
    System.exit(status);
    return new IllegalStateException(message);
  }
}
