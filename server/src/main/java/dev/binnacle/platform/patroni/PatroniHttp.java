package dev.binnacle.platform.patroni;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
      builder.sslContext(context(authorities.get()));
    }
    return builder.build();
  }

  private static SSLContext context(Path authorities) throws IOException {
    try (InputStream pem = Files.newInputStream(authorities)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IOException(
          "the certificate authorities in " + authorities + " cannot be used", unusable);
    }
  }
}
