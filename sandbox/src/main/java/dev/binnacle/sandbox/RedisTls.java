package dev.binnacle.sandbox;

import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of a Redis Cluster, towards its clients and among its nodes.
 *
 * @param authority who has signed all certificates
 * @param server what the nodes show to whoever connects
 * @param client what the nodes show to each other, and clients to them
 * @param demanding whether clients have to show a certificate
 */
public record RedisTls(
    X509Certificate authority, Identity server, Identity client, boolean demanding) {
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final char[] NO_PASSWORD = {};

  /** Certificates of that authority. */
  public static RedisTls of(CertificateAuthority authority, boolean demanding) {
    return new RedisTls(
        authority.certificate(),
        authority.server(Instant.now().plus(LIFETIME)),
        authority.client("redis", List.of()),
        demanding);
  }

  /** The files that the configuration names, beside it. */
  Map<String, String> files() {
    return Map.of(
        "authority.pem", Pem.of(authority),
        "server.pem", Pem.of(server.certificate()),
        "server.key", Pem.of(server.key()),
        "client.pem", Pem.of(client.certificate()),
        "client.key", Pem.of(client.key()));
  }

  /** The lines of the configuration; there is no port without TLS then. */
  String configuration(int port) {
    return """
    port 0
    tls-port %d
    tls-cluster yes
    tls-replication yes
    tls-ca-cert-file authority.pem
    tls-cert-file server.pem
    tls-key-file server.key
    tls-client-cert-file client.pem
    tls-client-key-file client.key
    tls-auth-clients %s
    """
        .formatted(port, demanding ? "yes" : "no");
  }

  /** How a client connects that knows all of it. */
  public SSLSocketFactory sockets() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "client", client.key(), NO_PASSWORD, new Certificate[] {client.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
