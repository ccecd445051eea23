package dev.binnacle.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for 127.0.0.1 that ran out nine days ago, of an authority that is good.
 *
 * @param context for a server that shows it
 * @param authority the authority's certificate as PEM
 */
public record ExpiredCertificate(SSLContext context, Path authority) {
  private static final String PASSWORD = "changeit";

  /** A new one, whose files are in that directory. */
  public static ExpiredCertificate in(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = directory.resolve("server.p12");
    var authority = directory.resolve("authority.pem");
    var newKey = List.of("-genkeypair", "-keyalg", "EC");
    keytool(
        store,
        Stream.concat(
            newKey.stream(),
            Stream.of("-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c")));
    keytool(
        store,
        Stream.concat(
            newKey.stream(),
            Stream.of(
                "-alias",
                "server",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-signer",
                "authority",
                "-startdate",
                "-10d",
                "-validity",
                "1")));
    keytool(
        store,
        Stream.of("-exportcert", "-rfc", "-alias", "authority", "-file", authority.toString()));
    keytool(store, Stream.of("-delete", "-alias", "authority"));
    return new ExpiredCertificate(context(store), authority);
  }

  private static void keytool(Path store, Stream<String> arguments)
      throws IOException, InterruptedException {
    var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var common =
        Stream.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString());
    var command = Stream.of(Stream.of(program), arguments, common).flatMap(part -> part).toList();
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("keytool has failed");
    }
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      store.load(stream, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
