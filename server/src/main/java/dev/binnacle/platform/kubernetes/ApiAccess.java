package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentUnavailableException;
import dev.binnacle.platform.PlatformDescription.ClusterAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that is needed to speak with an API server, as it is kept now.
 *
 * @param config the library's settings, without anything of its own finding
 * @param material the texts that they were read from: when these change, so does the access
 */
record ApiAccess(Config config, List<String> material) {

  /**
   * Where Kubernetes puts a pod's service account (kubernetes.io, Accessing the API from a Pod).
   */
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  ApiAccess {
    material = List.copyOf(material);
  }

  /**
   * The access as it is described.
   *
   * @throws ComponentUnavailableException when something is missing or not supported
   */
  static ApiAccess read(ClusterAccess described) {
    return switch (described) {
      case ClusterAccess.Kubeconfig kubeconfig ->
          Kubeconfig.access(kubeconfig.file(), kubeconfig.context());
      case ClusterAccess.InCluster here -> ofPod(System.getenv(), SERVICE_ACCOUNT);
    };
  }

  /** The access that a pod with that environment and service account has. */
  static ApiAccess ofPod(Map<String, String> environment, Path serviceAccount) {
    var host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (host.isEmpty()) {
      throw new ComponentUnavailableException(
          "the server does not run in a pod: KUBERNETES_SERVICE_HOST is not set",
          "Run Binnacle in the cluster, or describe the cluster by a kubeconfig.");
    }
    var authority = serviceAccount.resolve("ca.crt");
    var token = text(serviceAccount.resolve("token")).strip();
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
            .withCaCertFile(authority.toString())
            .withOauthTokenProvider(() -> token)
            .build();
    return new ApiAccess(config, List.of(host, port, text(authority), token));
  }

  /** Where the API server is, without a slash at the end. */
  String server() {
    return config.getMasterUrl().replaceAll("/+$", "");
  }

  /** What stands in a file that is needed. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new ComponentUnavailableException(
          "the file " + file + " cannot be read",
          "Put the file where it is expected, readable for the server.");
    }
  }
}
