package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.write.DeleteOptions;
import java.util.Optional;
import java.util.Set;

/**
 * What an eviction's body asks for. Source: kubernetes pkg/registry/core/pod/storage/eviction.go
 * (Create, propagateDryRun).
 */
final class EvictionRequest {
  private static final Set<String> VERSIONS = Set.of("policy/v1", "policy/v1beta1");

  private EvictionRequest() {}

  /**
   * How the pod is to be deleted.
   *
   * @throws Refusal 400 when the body is no eviction, or one of another pod
   */
  static DeleteOptions options(String namespace, String pod, ApiRequest request) {
    ObjectNode body = request.object();
    String kind = body.path("kind").asText("Eviction");
    String version = body.path("apiVersion").asText("policy/v1");
    if (!kind.equals("Eviction") || !VERSIONS.contains(version)) {
      throw Refusals.badRequest(
          "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
              .formatted(kind, version));
    }
    if (!body.path("metadata").path("namespace").asText(namespace).equals(namespace)) {
      throw Refusals.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!body.path("metadata").path("name").asText().equals(pod)) {
      throw Refusals.badRequest("name in URL does not match name in Eviction object");
    }
    return DeleteOptions.of(
        Optional.of(body.path("deleteOptions"))
            .filter(ObjectNode.class::isInstance)
            .map(ObjectNode.class::cast),
        request.query());
  }
}
