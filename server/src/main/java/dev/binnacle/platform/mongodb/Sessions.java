package dev.binnacle.platform.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import dev.binnacle.platform.TrustedAuthorities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/**
 * The driver's clients, one for each member, as each member is asked for its own view. A client is
 * made anew when the password that belongs to it was rotated. Thread-safe.
 */
final class Sessions {

  /** How long to look for a member that does not answer: twice that is within the edge's limit. */
  private static final int CONNECT_MILLIS = 600;

  private static final int CONNECTIONS = 6;

  private final Map<Key, Open> open = new ConcurrentHashMap<>();

  private record Key(String database, Address address) {}

  private record Open(MongoClient client, Database.Mongodb described, Optional<String> password) {

    boolean fits(Database.Mongodb set, Optional<String> secret) {
      return described.equals(set) && password.equals(secret);
    }
  }

  /**
   * The client of a member.
   *
   * @throws IOException when the authorities or the certificate of TLS cannot be used
   */
  MongoClient of(Database.Mongodb described, Address address) throws IOException {
    var key = new Key(described.name(), address);
    var secret = described.credentials().map(known -> known.password().read());
    var outdated = new AtomicReference<MongoClient>();
    try {
      return open.compute(
              key,
              (same, known) -> {
                if (known != null && known.fits(described, secret)) {
                  return known;
                }
                var made = new Open(make(described, address, secret), described, secret);
                if (known != null) {
                  outdated.set(known.client());
                }
                return made;
              })
          .client();
    } catch (UncheckedIOException unusable) {
      throw unusable.getCause();
    } finally {
      Optional.ofNullable(outdated.get()).ifPresent(MongoClient::close);
    }
  }

  private static MongoClient make(
      Database.Mongodb described, Address address, Optional<String> secret) {
    var settings =
        MongoClientSettings.builder()
            .applicationName("binnacle")
            .retryReads(false)
            .retryWrites(false)
            .applyToClusterSettings(cluster ->
                cluster
                    .mode(ClusterConnectionMode.SINGLE)
                    .hosts(List.of(new ServerAddress(address.host(), address.port())))
                    .serverSelectionTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(
                socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS))
            .applyToServerSettings(server ->
                server
                    .heartbeatFrequency(2, TimeUnit.SECONDS)
                    .minHeartbeatFrequency(100, TimeUnit.MILLISECONDS))
            .applyToConnectionPoolSettings(pool ->
                pool.maxSize(CONNECTIONS)
                    .maxWaitTime(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                    .maxConnectionIdleTime(1, TimeUnit.MINUTES));
    described
        .credentials()
        .map(Credentials::username)
        .ifPresent(user ->
            settings.credential(
                MongoCredential.createScramSha256Credential(
                    user, "admin", secret.orElseThrow().toCharArray())));
    if (described.transport().isPresent()) {
      var context = context(described.transport().get());
      settings.applyToSslSettings(ssl -> ssl.enabled(true).context(context));
    }
    return MongoClients.create(settings.build());
  }

  private static SSLContext context(TransportSecurity described) {
    try {
      return TrustedAuthorities.in(described);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** Closes the clients of databases that are described no more, or otherwise. */
  void keepOnly(Set<Database.Mongodb> described) {
    open.values()
        .removeIf(session -> {
          boolean gone = !described.contains(session.described());
          if (gone) {
            session.client().close();
          }
          return gone;
        });
  }

  /** Closes all. */
  void close() {
    keepOnly(Set.of());
  }
}
