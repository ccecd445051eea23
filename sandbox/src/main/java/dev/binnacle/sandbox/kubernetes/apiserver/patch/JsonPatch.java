package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.InvalidJsonPatchException;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.util.EnumSet;

/** JSON patches, RFC 6902. */
public final class JsonPatch {
  private static final EnumSet<CompatibilityFlags> STRICT =
      EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

  private JsonPatch() {}

  /**
   * The object with the operations applied; neither is changed.
   *
   * @throws Refusal 400 when they are malformed; 422 when they do not fit the object, a failed test
   *     included. Source: kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go
   *     (applyJSPatch)
   */
  public static ObjectNode apply(ObjectNode object, JsonNode operations) {
    JsonNode patched;
    try {
      patched = com.flipkart.zjsonpatch.JsonPatch.apply(operations, object, STRICT);
    } catch (InvalidJsonPatchException malformed) {
      throw Refusals.badRequest("error decoding patch: " + malformed.getMessage());
    } catch (JsonPatchApplicationException doesNotFit) {
      throw Refusals.other(
          422, "Invalid", "the server rejected our request due to an error in our request");
    }
    if (patched instanceof ObjectNode result) {
      return result;
    }
    throw Refusals.badRequest("error decoding patch: the result is no object");
  }
}
