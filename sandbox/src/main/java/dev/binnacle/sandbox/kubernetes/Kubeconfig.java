package dev.binnacle.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.SandboxException;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Pem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The files by which clients find a cluster and show who they are. */
final class Kubeconfig {
  private static final String CLUSTER = "sandbox";

  private final URI server;
  private final X509Certificate authority;

  Kubeconfig(URI server, X509Certificate authority) {
    this.server = server;
    this.authority = authority;
  }

  /** For a user with a certificate. */
  void write(Path file, String user, Identity identity) {
    ObjectNode credentials = Json.object();
    credentials.put("client-certificate-data", encoded(Pem.of(identity.certificate())));
    credentials.put("client-key-data", encoded(Pem.of(identity.key())));
    write(file, user, credentials);
  }

  /** For a user with a token. */
  void write(Path file, String user, String token) {
    write(file, user, Json.object().put("token", token));
  }

  private void write(Path file, String user, ObjectNode credentials) {
    ObjectNode config = Json.object("v1", "Config");
    ObjectNode cluster = config.putArray("clusters").addObject().put("name", CLUSTER);
    cluster
        .putObject("cluster")
        .put("server", server.toString())
        .put("certificate-authority-data", encoded(Pem.of(authority)));
    ObjectNode context = config.putArray("contexts").addObject().put("name", CLUSTER);
    context.putObject("context").put("cluster", CLUSTER).put("user", user);
    config.put("current-context", CLUSTER);
    config.putArray("users").addObject().put("name", user).set("user", credentials);
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, Json.yamlBytes(config));
    } catch (IOException failed) {
      throw new SandboxException("Cannot write " + file, failed);
    }
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
