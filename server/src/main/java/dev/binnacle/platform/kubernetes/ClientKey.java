package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** What kind of key a client certificate has. */
final class ClientKey {

  private static final String LIBRARY_DEFAULT = "RSA";

  private ClientKey() {}

  /**
   * The algorithm of the certificate's key. The library goes by the first line of the key itself,
   * which does not tell in the general form (PKCS #8).
   */
  static String algorithm(Config config) {
    if (config.getClientCertData() == null && config.getClientCertFile() == null) {
      return LIBRARY_DEFAULT;
    }
    try (var pem =
        CertUtils.getInputStreamFromDataOrFile(
            config.getClientCertData(), config.getClientCertFile())) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(pem)
          .getPublicKey()
          .getAlgorithm();
    } catch (CertificateException | IOException unusable) {
      return LIBRARY_DEFAULT;
    }
  }
}
