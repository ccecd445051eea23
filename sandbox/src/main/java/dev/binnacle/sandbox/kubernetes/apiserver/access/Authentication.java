package dev.binnacle.sandbox.kubernetes.apiserver.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Finds out who a caller is: by a client certificate of the cluster's authority (CN is the user, O
 * the groups), or by the token of a service account that a Secret holds.
 */
public final class Authentication {
  private static final String AUTHENTICATED = "system:authenticated";
  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";

  private final ObjectStore store;
  private final CertificateAuthority authority;

  public Authentication(ObjectStore store, CertificateAuthority authority) {
    this.store = store;
    this.authority = authority;
  }

  /**
   * The caller, or empty when it has not shown who it is. A certificate comes before a token.
   *
   * @param authorization the header, or nothing
   */
  public Optional<User> userOf(Optional<X509Certificate> certificate, String authorization) {
    return certificate
        .filter(authority::vouchesFor)
        .flatMap(Authentication::bearer)
        .or(() -> token(authorization).flatMap(this::account));
  }

  private static Optional<User> bearer(X509Certificate certificate) {
    String name = "";
    Set<String> groups = new HashSet<>(Set.of(AUTHENTICATED));
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        switch (part.getType()) {
          case "CN" -> name = part.getValue().toString();
          case "O" -> groups.add(part.getValue().toString());
          default -> {}
        }
      }
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(new User(name, groups));
  }

  private static Optional<String> token(String authorization) {
    return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(authorization.substring(7).trim())
        : Optional.empty();
  }

  private Optional<User> account(String token) {
    byte[] encoded = Base64.getEncoder().encode(token.getBytes(StandardCharsets.UTF_8));
    return store.listing(ResourceTypes.SECRETS).objects().stream()
        .filter(secret -> secret.path("type").asText().equals(TOKEN_TYPE))
        .filter(secret ->
            MessageDigest.isEqual(
                encoded,
                secret.path("data").path("token").asText().getBytes(StandardCharsets.US_ASCII)))
        .findFirst()
        .map(Authentication::account);
  }

  private static User account(ObjectNode secret) {
    String namespace = secret.path("metadata").path("namespace").asText();
    String account =
        secret
            .path("metadata")
            .path("annotations")
            .path("kubernetes.io/service-account.name")
            .asText();
    return new User(
        "system:serviceaccount:%s:%s".formatted(namespace, account),
        Set.of(AUTHENTICATED, "system:serviceaccounts", "system:serviceaccounts:" + namespace));
  }
}
