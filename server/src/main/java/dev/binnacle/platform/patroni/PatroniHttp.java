package dev.binnacle.platform.patroni;

import dev.binnacle.platform.TrustedAuthorities;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** HTTP clients by the certificate authorities that they trust. Thread-safe. */
final class PatroniHttp {

  private final Map<Optional<Path>, HttpClient> clients = new ConcurrentHashMap<>();

  /**
   * The client for those authorities.
   *
   * @throws IOException when their file cannot be used
   */
  HttpClient trusting(Optional<Path> authorities) throws IOException {
    var known = clients.get(authorities);
    if (known != null) {
      return known;
    }
    var made = make(authorities);
    var earlier = clients.putIfAbsent(authorities, made);
    return earlier == null ? made : earlier;
  }

  private static HttpClient make(Optional<Path> authorities) throws IOException {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (authorities.isPresent()) {
      builder.sslContext(TrustedAuthorities.in(authorities.get()));
    }
    return builder.build();
  }
}
