package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Puts the token into a Secret that asks for the one of a service account. The token is a random
 * word, no JWT: only this API server reads it. Source: kubernetes
 * pkg/controller/serviceaccount/tokens_controller.go.
 */
final class TokenSecrets {
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final int BYTES = 48;

  private final ObjectStore store;
  private final SecureRandom random = new SecureRandom();

  TokenSecrets(ObjectStore store) {
    this.store = store;
  }

  void issue(ObjectNode secret) {
    ObjectNode metadata = secret.withObjectProperty("metadata");
    String account = metadata.path("annotations").path(ACCOUNT).asText();
    String namespace = metadata.path("namespace").asText();
    if (!secret.path("type").asText().equals("kubernetes.io/service-account-token")
        || secret.path("data").has("token")) {
      return;
    }
    store
        .peek(new Key(ResourceTypes.SERVICE_ACCOUNTS, namespace, account))
        .ifPresent(found -> {
          metadata
              .withObjectProperty("annotations")
              .put(
                  "kubernetes.io/service-account.uid", found.path("metadata").path("uid").asText());
          byte[] word = new byte[BYTES];
          random.nextBytes(word);
          String token = Base64.getUrlEncoder().withoutPadding().encodeToString(word);
          secret
              .withObjectProperty("data")
              .put("token", encoded(token))
              .put("namespace", encoded(namespace));
        });
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
