package dev.binnacle.platform;

import dev.binnacle.platform.PlatformDescription.ClientCertificate;
import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificate authorities of a PEM file in place of the JVM's. */
public final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * The context that trusts the authorities in the file.
   *
   * @throws IOException when it cannot be used
   */
  public static SSLContext in(Path authorities) throws IOException {
    return in(new TransportSecurity(Optional.of(authorities)));
  }

  /**
   * The context that trusts as described, and shows the described certificate to whoever demands
   * one.
   *
   * @throws IOException when a file cannot be used
   */
  public static SSLContext in(TransportSecurity described) throws IOException {
    var trust = described.trust().isPresent() ? trust(described.trust().get()) : null;
    var client = described.client().isPresent() ? identity(described.client().get()) : null;
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(client, trust, null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be used as described", unusable);
    }
  }

  private static KeyManager[] identity(ClientCertificate client) throws IOException {
    return ClientIdentity.in(client.certificate(), client.key());
  }

  private static TrustManager[] trust(Path authorities) throws IOException {
    try (InputStream pem = Files.newInputStream(authorities)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust.getTrustManagers();
    } catch (GeneralSecurityException unusable) {
      throw new IOException(
          "the certificate authorities in " + authorities + " cannot be used", unusable);
    }
  }
}
