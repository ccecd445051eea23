package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/storage/continue.go.
 *
 * @param revision of the list; -1 for whatever is there by then
 * @param after the key of the last object that was answered
 */
record ContinueToken(long revision, String after) {
  static ContinueToken parse(String text) {
    try {
      JsonNode token = Json.read(Base64.getUrlDecoder().decode(text));
      if (!token.path("v").asText().equals("meta.k8s.io/v1")) {
        throw invalid();
      }
      return new ContinueToken(token.path("rv").asLong(), token.path("start").asText());
    } catch (JsonProcessingException | IllegalArgumentException unreadable) {
      throw invalid();
    }
  }

  @Override
  public String toString() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Json.object()
                .put("v", "meta.k8s.io/v1")
                .put("rv", revision)
                .put("start", after)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
  }

  private static RuntimeException invalid() {
    return Refusals.badRequest("continue key is not valid: encoded JSON in unrecognized form");
  }
}
