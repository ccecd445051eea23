package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.JsonPatch;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.MergePatch;
import dev.binnacle.sandbox.kubernetes.apiserver.patch.StrategicMergePatch;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Arrays;
import java.util.List;

/** The kinds of patches, by media type. */
enum PatchKind {
  JSON("application/json-patch+json"),
  MERGE("application/merge-patch+json"),
  STRATEGIC("application/strategic-merge-patch+json"),
  APPLY("application/apply-patch+yaml");

  private final String mediaType;

  PatchKind(String mediaType) {
    this.mediaType = mediaType;
  }

  static PatchKind of(ApiRequest request) {
    return Arrays.stream(values())
        .filter(kind -> kind.mediaType.equals(request.contentType()))
        .findFirst()
        .orElseThrow(() ->
            Refusals.unsupportedMediaType(
                request.contentType(),
                Arrays.stream(values()).map(kind -> kind.mediaType).toList()));
  }

  /** The object after the patch; not for server-side apply, which has its own rules. */
  ObjectNode apply(Key key, ObjectNode live, ApiRequest request) {
    return switch (this) {
      case JSON -> JsonPatch.apply(live, request.tree());
      case STRATEGIC -> strategic(key, live, request);
      default -> MergePatch.apply(live, request.object());
    };
  }

  /** Without the Go type there are no merge keys: custom resources take no strategic patches. */
  private static ObjectNode strategic(Key key, ObjectNode live, ApiRequest request) {
    if (!ResourceTypes.all().contains(key.type())) {
      throw Refusals.unsupportedMediaType(
          STRATEGIC.mediaType, List.of(JSON.mediaType, MERGE.mediaType, APPLY.mediaType));
    }
    return StrategicMergePatch.apply(key.type(), live, request.object());
  }
}
