package dev.binnacle.sandbox.kubernetes.apiserver.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Manifest;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The roles, accounts and tokens that a cluster has from the beginning (access.yaml). */
public final class BootstrapAccess {
  private static final String NAMESPACE = "binnacle";

  private BootstrapAccess() {}

  /** Creates what is missing; what there is stays as it is. */
  public static void ensure(ObjectStore store) {
    Manifest.ensure(store, BootstrapAccess.class, "access.yaml");
  }

  /** The token of one of the service accounts. */
  public static String token(ObjectStore store, String account) {
    ObjectNode secret =
        store
            .peek(new Key(ResourceTypes.SECRETS, NAMESPACE, account + "-token"))
            .orElseThrow(() -> new IllegalStateException("No token of " + account));
    return new String(
        Base64.getDecoder().decode(secret.path("data").path("token").asText()),
        StandardCharsets.US_ASCII);
  }
}
