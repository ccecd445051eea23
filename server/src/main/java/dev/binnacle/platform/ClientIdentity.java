package dev.binnacle.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate and its private key, which are shown to servers that demand one. Both are PEM
 * files; the key is an unencrypted one of PKCS #8 ({@code BEGIN PRIVATE KEY}, RFC 5958).
 */
final class ClientIdentity {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final char[] NO_PASSWORD = {};

  private ClientIdentity() {}

  /**
   * What shows it.
   *
   * @throws IOException when the files cannot be used
   */
  static KeyManager[] in(Path certificate, Path key) throws IOException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(pem);
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "client", key(Files.readString(key)), NO_PASSWORD, chain.toArray(Certificate[]::new));
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      return managers.getKeyManagers();
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException(
          "the client certificate in %s with the key in %s cannot be used"
              .formatted(certificate, key),
          unusable);
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    var found = KEY.matcher(pem);
    if (!found.find()) {
      throw new InvalidKeySpecException("no unencrypted PKCS #8 key");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException another) {
        // The encoding names the algorithm; asking each is shorter than reading it.
      }
    }
    throw new InvalidKeySpecException("a key of an unknown algorithm");
  }
}
