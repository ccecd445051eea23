package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.ResourcePath;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.Bindings;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.Evictions;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Lists;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Page;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Selection;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Watches;
import dev.binnacle.sandbox.kubernetes.apiserver.table.Presentation;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Collections;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Creations;
import dev.binnacle.sandbox.kubernetes.apiserver.write.DeleteOptions;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Deletions;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Scales;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Updates;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.function.Supplier;

/** The verbs on stored objects, their collections and their subresources. */
final class ResourceRequests {
  /** What does the verbs. */
  record Verbs(
      Lists lists,
      Watches watches,
      Creations creations,
      Updates updates,
      Scales scales,
      Deletions deletions,
      Collections collections,
      Evictions evictions,
      Bindings bindings,
      KubeletRequests kubelets) {}

  private final ObjectStore store;
  private final Catalog catalog;
  private final Verbs verbs;

  ResourceRequests(ObjectStore store, Catalog catalog, Verbs verbs) {
    this.store = store;
    this.catalog = catalog;
    this.verbs = verbs;
  }

  Answer answer(ResourceType type, ResourcePath path, ApiRequest request) {
    Key key = new Key(type, type.namespaced() ? path.namespace() : "", path.name());
    if (!path.subresource().isEmpty()) {
      return subresource(key, path, request);
    }
    return path.name().isEmpty() ? collection(type, path, request) : object(key, request);
  }

  private Answer collection(ResourceType type, ResourcePath path, ApiRequest request) {
    String namespace = type.namespaced() ? path.namespace() : "";
    return switch (request.method()) {
      case "GET", "HEAD" -> list(Selection.of(type, namespace, "", request.query()), request);
      case "POST" -> verbs.creations().create(type, namespace, request);
      case "DELETE" -> verbs.collections().delete(type, namespace, request);
      default -> throw Refusals.methodNotAllowed();
    };
  }

  private Answer list(Selection selection, ApiRequest request) {
    Presentation presentation = Presentation.of(selection.type(), request);
    if (request.query().flag("watch")) {
      return verbs.watches().watch(selection, request.query(), presentation.watched());
    }
    Page page = verbs.lists().page(selection, request.query());
    return Answer.ok(presentation.list(page));
  }

  private Answer object(Key key, ApiRequest request) {
    Presentation presentation = Presentation.of(key.type(), request);
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        if (request.query().flag("watch")) {
          yield list(
              Selection.of(key.type(), key.namespace(), key.name(), request.query()), request);
        }
        yield Answer.ok(presentation.one(existing(key)));
      }
      case "PUT" -> verbs.updates().replace(key, "", request);
      case "PATCH" -> verbs.updates().patch(key, "", request);
      case "DELETE" ->
          Answer.ok(
              presentation.one(
                  verbs
                      .deletions()
                      .delete(key, DeleteOptions.of(request.optionalObject(), request.query()))));
      default -> throw Refusals.methodNotAllowed();
    };
  }

  private Answer subresource(Key key, ResourcePath path, ApiRequest request) {
    String subresource = path.subresource();
    if (!catalog.subresources(key.type()).contains(subresource)) {
      throw Refusals.noSuchPath();
    }
    return switch (subresource) {
      case "status", "finalize", "ephemeralcontainers" -> part(key, subresource, request);
      case "scale" -> verbs.scales().answer(key, request);
      case "log" -> verbs.kubelets().logs(existing(key), request);
      case "proxy" -> {
        existing(key);
        yield verbs.kubelets().proxy(key.name(), path.rest(), request);
      }
      case "eviction" ->
          posted(request, () -> verbs.evictions().evict(key.namespace(), key.name(), request));
      default -> posted(request, () -> verbs.bindings().bind(key.namespace(), key.name(), request));
    };
  }

  private Answer part(Key key, String subresource, ApiRequest request) {
    return switch (request.method()) {
      case "GET" -> Answer.ok(Presentation.of(key.type(), request).one(existing(key)));
      case "PUT" -> verbs.updates().replace(key, subresource, request);
      case "PATCH" -> verbs.updates().patch(key, subresource, request);
      default -> throw Refusals.methodNotAllowed();
    };
  }

  private static Answer posted(ApiRequest request, Supplier<Answer> action) {
    if (!request.method().equals("POST")) {
      throw Refusals.methodNotAllowed();
    }
    return action.get();
  }

  private ObjectNode existing(Key key) {
    return store.peek(key).orElseThrow(() -> Refusals.notFound(key.type(), key.name()));
  }
}
