package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Selection;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;

/** Deletes all objects that selectors mean, one by one. */
public final class Collections {
  private final ObjectStore store;
  private final Deletions deletions;

  public Collections(ObjectStore store, Deletions deletions) {
    this.store = store;
    this.deletions = deletions;
  }

  /** Answers with the list of what was deleted. */
  public Answer delete(ResourceType type, String namespace, ApiRequest request) {
    if (type.equals(ResourceTypes.NAMESPACES)) {
      throw Refusals.methodNotAllowed();
    }
    Selection selection = Selection.of(type, namespace, "", request.query());
    DeleteOptions options = DeleteOptions.of(request.optionalObject(), request.query());
    ObjectNode list = Json.object(type.apiVersion(), type.kind() + "List");
    ArrayNode items = Json.array();
    store.listing(type).objects().stream()
        .filter(selection::matches)
        .forEach(object -> delete(Key.of(type, object), options, items));
    list.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
    list.set("items", items);
    return Answer.ok(list);
  }

  private void delete(Key key, DeleteOptions options, ArrayNode deleted) {
    try {
      deleted.add(deletions.delete(key, options));
    } catch (Refusal refusal) {
      if (refusal.code() != 404) {
        throw refusal;
      }
    }
  }
}
