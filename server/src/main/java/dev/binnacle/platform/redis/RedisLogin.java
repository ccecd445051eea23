package dev.binnacle.platform.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import dev.binnacle.platform.TransportContexts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** How a node is connected to: where, as whom, and through which transport. */
record RedisLogin(Database.Redis cluster, Address address, TransportContexts contexts) {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  HostAndPort listener() {
    return new HostAndPort(address.host(), address.port());
  }

  Optional<Credentials> credentials() {
    return cluster.credentials();
  }

  /**
   * The driver's settings. The secret is read anew each time, so that a rotated one takes effect.
   *
   * @param patience how long an answer may take
   * @throws IOException when the certificates cannot be used
   */
  JedisClientConfig settings(Duration patience) throws IOException {
    var settings =
        DefaultJedisClientConfig.builder()
            .clientName("binnacle")
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .connectionTimeoutMillis((int) CONNECT.toMillis())
            .socketTimeoutMillis((int) patience.toMillis());
    credentials()
        .ifPresent(credentials ->
            settings.user(credentials.username()).password(credentials.password().read()));
    if (cluster.transport().isPresent()) {
      secure(settings, cluster.transport().get());
    }
    return settings.build();
  }

  /** Left to itself the driver would take a certificate for any host. */
  private void secure(DefaultJedisClientConfig.Builder settings, TransportSecurity transport)
      throws IOException {
    var parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    settings.ssl(true).sslParameters(parameters);
    settings.sslSocketFactory(contexts.of(transport).getSocketFactory());
  }
}
