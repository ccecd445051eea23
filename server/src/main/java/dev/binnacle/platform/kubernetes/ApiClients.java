package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentUnavailableException;
import dev.binnacle.platform.PlatformDescription.ClusterAccess;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client to use now. The kubeconfig and the files that it names are looked at again every few
 * seconds, so that a renewed token or certificate takes effect without anybody's doing.
 * Thread-safe.
 */
final class ApiClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiClients.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(2);

  private final ClusterAccess described;
  private final Duration longestCall;
  private final Clock clock;
  private Optional<Connected> connected = Optional.empty();
  private Instant lookedAt = Instant.MIN;
  private String refusal = "";

  /** A client and what it was made from. */
  record Connected(KubernetesClient client, ApiAccess access) {}

  /**
   * Clients of one API server.
   *
   * @param longestCall how long any call may take at all; the edge ends most of them sooner
   */
  ApiClients(ClusterAccess described, Duration longestCall, Clock clock) {
    this.described = described;
    this.longestCall = longestCall;
    this.clock = clock;
  }

  /**
   * The client as the files have it; when they have become unusable, as they had it before.
   *
   * @throws ComponentUnavailableException when they never were usable
   */
  synchronized Connected current() {
    var now = clock.instant();
    if (connected.isEmpty() || lookedAt.isBefore(now.minus(LOOK_AGAIN))) {
      lookedAt = now;
      lookAgain();
    }
    return connected.orElseThrow();
  }

  /** A client that is replaced is not closed: what it has under way ends by itself. */
  private void lookAgain() {
    try {
      var access = ApiAccess.read(described);
      if (connected.filter(it -> it.access().material().equals(access.material())).isEmpty()) {
        connected = Optional.of(new Connected(client(access), access));
      }
      refusal = "";
    } catch (ComponentUnavailableException unusable) {
      if (connected.isEmpty()) {
        throw unusable;
      }
      if (!refusal.equals(unusable.getMessage())) {
        refusal = unusable.getMessage();
        LOG.error("{}; what was read before stays in use", refusal);
      }
    }
  }

  /** The library's own patience is off: time limits and new attempts are the edge's affair. */
  private KubernetesClient client(ApiAccess access) {
    var config =
        new ConfigBuilder(access.config())
            .withClientKeyAlgo(ClientKey.algorithm(access.config()))
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectLimit(0)
            .withConnectionTimeout((int) CONNECT_TIME.toMillis())
            .withRequestTimeout((int) longestCall.toMillis())
            .withHttp2Disable(true)
            .withUserAgent("binnacle")
            .build();
    try {
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientFactory(new VirtualThreadHttp())
          .withKubernetesSerialization(ApiJson.SERIALIZATION)
          .build();
    } catch (KubernetesClientException unusable) {
      throw new ComponentUnavailableException(
          "its certificates or keys cannot be used: " + ClientFailure.root(unusable).getMessage(),
          "Look at the certificates in the kubeconfig; they have to be PEM.");
    }
  }

  @Override
  public synchronized void close() {
    connected.ifPresent(it -> it.client().close());
  }
}
