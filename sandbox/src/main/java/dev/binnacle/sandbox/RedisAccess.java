package dev.binnacle.sandbox;

import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** How a client connects to the servers of a Redis Cluster of the sandbox. */
public record RedisAccess(RedisSecrets secrets, Optional<RedisTls> tls) {

  /** The same in the driver's words. */
  public JedisClientConfig settings() {
    DefaultJedisClientConfig.Builder settings =
        DefaultJedisClientConfig.builder().user(RedisSecrets.USER).password(secrets.password());
    tls.ifPresent(transport -> settings.ssl(true).sslSocketFactory(transport.sockets()));
    return settings.build();
  }
}
