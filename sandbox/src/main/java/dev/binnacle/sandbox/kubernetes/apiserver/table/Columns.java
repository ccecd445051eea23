package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns of a kind, from left to right. */
final class Columns {
  private record Column(
      String name, String type, String format, int priority, Function<ObjectNode, Object> cell) {}

  private final List<Column> columns = new ArrayList<>();

  /** Columns that begin with the name. */
  static Columns named() {
    return new Columns()
        .add("Name", "string", "name", 0, object -> object.path("metadata").path("name").asText());
  }

  /** Columns without the name. */
  static Columns bare() {
    return new Columns();
  }

  Columns text(String name, Function<ObjectNode, String> cell) {
    return add(name, "string", "", 0, cell::apply);
  }

  Columns number(String name, ToLongFunction<ObjectNode> cell) {
    return add(name, "integer", "", 0, cell::applyAsLong);
  }

  Columns flag(String name, Function<ObjectNode, Boolean> cell) {
    return add(name, "boolean", "", 0, cell::apply);
  }

  /** Only with {@code -o wide}. */
  Columns wide(String name, Function<ObjectNode, String> cell) {
    return add(name, "string", "", 1, cell::apply);
  }

  Columns age() {
    return text("Age", object -> Ages.since(object.path("metadata").path("creationTimestamp")));
  }

  Columns createdAt() {
    return add(
        "Created At",
        "date",
        "",
        0,
        object -> object.path("metadata").path("creationTimestamp").asText());
  }

  void define(ArrayNode definitions) {
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("format", column.format())
          .put("description", "")
          .put("priority", column.priority());
    }
  }

  void fill(ArrayNode cells, ObjectNode object) {
    columns.forEach(column -> cells.addPOJO(column.cell().apply(object)));
  }

  private Columns add(
      String name, String type, String format, int priority, Function<ObjectNode, Object> cell) {
    columns.add(new Column(name, type, format, priority, cell));
    return this;
  }
}
