package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Change;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.Optional;

/**
 * A change of the store as controllers see it.
 *
 * @param object what it is now; for a deletion what it was last
 * @param before what the view knew before
 */
public record Observation(Change change, Key key, ObjectNode object, Optional<ObjectNode> before) {
  public boolean isOf(ResourceType type) {
    return key.type().equals(type);
  }

  public boolean isDeletion() {
    return change == Change.DELETED;
  }
}
