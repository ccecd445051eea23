package dev.binnacle.sandbox.mongodb.wire;

import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import java.io.IOException;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS on a port.
 *
 * @param context what it shows, and whom it trusts
 * @param mutual whether clients have to show a certificate, too
 */
public record PortSecurity(SSLContext context, boolean mutual) {
  private static final char[] NO_PASSWORD = {};

  /** A server that shows its certificate, and wants to see one of that authority. */
  public static PortSecurity mutual(Identity server, X509Certificate authority) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "server", server.key(), NO_PASSWORD, new Certificate[] {server.certificate(), authority});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new PortSecurity(context, true);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  ServerSocket listener() throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    socket.setNeedClientAuth(mutual);
    return socket;
  }
}
