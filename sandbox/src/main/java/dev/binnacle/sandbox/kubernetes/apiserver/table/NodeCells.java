package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is told of a node. Source: kubernetes pkg/printers/internalversion/printers.go (printNode).
 */
final class NodeCells {
  private static final String ROLE = "node-role.kubernetes.io/";

  private NodeCells() {}

  static String status(ObjectNode node) {
    String ready =
        Cells.each(node.path("status").path("conditions"))
            .filter(condition -> condition.path("type").asText().equals("Ready"))
            .findFirst()
            .map(condition ->
                condition.path("status").asText().equals("True") ? "Ready" : "NotReady")
            .orElse("Unknown");
    return node.path("spec").path("unschedulable").asBoolean()
        ? ready + ",SchedulingDisabled"
        : ready;
  }

  static String roles(ObjectNode node) {
    Set<String> roles = new TreeSet<>();
    node.path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> {
          if (label.getKey().startsWith(ROLE)) {
            roles.add(label.getKey().substring(ROLE.length()));
          } else if (label.getKey().equals("kubernetes.io/role")) {
            roles.add(label.getValue().asText());
          }
        });
    return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
  }

  static String address(ObjectNode node, String type) {
    return Cells.each(node.path("status").path("addresses"))
        .filter(address -> address.path("type").asText().equals(type))
        .map(address -> address.path("address").asText())
        .findFirst()
        .orElse(Cells.NONE);
  }

  static String info(ObjectNode node, String field) {
    JsonNode info = node.path("status").path("nodeInfo");
    return Cells.text(info.path(field), "<unknown>");
  }
}
