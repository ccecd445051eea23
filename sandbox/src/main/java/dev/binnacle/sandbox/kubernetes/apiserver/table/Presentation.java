package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Page;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * In which form a caller wants to see objects, by its Accept header. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/endpoints/handlers/response.go.
 */
public final class Presentation {
  private enum Form {
    FULL,
    TABLE,
    METADATA
  }

  private static final String META = "meta.k8s.io/v1";

  private final ResourceType type;
  private final Form form;
  private final String version;
  private final String included;

  private Presentation(ResourceType type, Form form, String version, String included) {
    this.type = type;
    this.form = form;
    this.version = version;
    this.included = included;
  }

  /**
   * What the request wants.
   *
   * @throws Refusal 406 when it accepts nothing that there is
   */
  public static Presentation of(ResourceType type, ApiRequest request) {
    String included = request.query().first("includeObject").orElse("Metadata");
    String accept = request.header("accept");
    if (accept.isEmpty()) {
      return new Presentation(type, Form.FULL, META, included);
    }
    for (String range : accept.split(",")) {
      List<String> parts = Arrays.stream(range.split(";")).map(String::trim).toList();
      boolean readable =
          List.of("application/json", "application/yaml", "application/*", "*/*")
              .contains(parts.getFirst());
      String version = parts.contains("v=v1beta1") ? "meta.k8s.io/v1beta1" : META;
      if (readable && parts.contains("as=Table")) {
        return new Presentation(type, Form.TABLE, version, included);
      }
      if (readable
          && parts.stream().anyMatch(part -> part.startsWith("as=PartialObjectMetadata"))) {
        return new Presentation(type, Form.METADATA, version, included);
      }
      if (readable && parts.stream().noneMatch(part -> part.startsWith("as="))) {
        return new Presentation(type, Form.FULL, version, included);
      }
    }
    throw Refusals.notAcceptable();
  }

  /** One object. */
  public ObjectNode one(ObjectNode object) {
    return switch (form) {
      case FULL -> object;
      case METADATA -> metadataOf(object);
      case TABLE -> {
        ObjectNode table = table();
        table
            .putObject("metadata")
            .put("resourceVersion", object.path("metadata").path("resourceVersion").asText());
        fill(table, List.of(object), true);
        yield table;
      }
    };
  }

  /** A list. */
  public ObjectNode list(Page page) {
    return switch (form) {
      case FULL -> {
        ObjectNode list = Json.object(type.apiVersion(), type.kind() + "List");
        page.describe(list.putObject("metadata"));
        boolean builtIn = ResourceTypes.all().contains(type);
        ArrayNode items = list.putArray("items");
        page.objects().forEach(object -> items.add(builtIn ? untyped(object) : object));
        yield list;
      }
      case METADATA -> {
        ObjectNode list = Json.object(version, "PartialObjectMetadataList");
        page.describe(list.putObject("metadata"));
        ArrayNode items = list.putArray("items");
        page.objects().forEach(object -> items.add(metadataOf(object)));
        yield list;
      }
      case TABLE -> {
        ObjectNode table = table();
        page.describe(table.putObject("metadata"));
        fill(table, page.objects(), true);
        yield table;
      }
    };
  }

  /** The objects of a watch, of which only the first table has its columns named. */
  public Function<ObjectNode, ObjectNode> watched() {
    AtomicBoolean first = new AtomicBoolean(true);
    return object -> {
      if (form != Form.TABLE) {
        return one(object);
      }
      ObjectNode table = table();
      table
          .putObject("metadata")
          .put("resourceVersion", object.path("metadata").path("resourceVersion").asText());
      fill(table, List.of(object), first.getAndSet(false));
      return table;
    };
  }

  private ObjectNode table() {
    return Json.object(version, "Table");
  }

  private void fill(ObjectNode table, List<ObjectNode> objects, boolean withNames) {
    Columns columns = KindColumns.of(type);
    ArrayNode definitions = table.putArray("columnDefinitions");
    if (withNames) {
      columns.define(definitions);
    }
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      columns.fill(row.putArray("cells"), object);
      switch (included) {
        case "None" -> row.putNull("object");
        case "Object" -> row.set("object", object);
        default -> row.set("object", metadataOf(object));
      }
    }
  }

  private ObjectNode metadataOf(ObjectNode object) {
    ObjectNode partial = Json.object(version, "PartialObjectMetadata");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }

  /** In lists of built-in kinds the objects do not repeat what they are. */
  private static ObjectNode untyped(ObjectNode object) {
    ObjectNode shallow = Json.object();
    shallow.setAll(object);
    return shallow.remove(List.of("kind", "apiVersion"));
  }
}
