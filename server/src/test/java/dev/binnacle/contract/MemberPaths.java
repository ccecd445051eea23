package dev.binnacle.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** The shape of a JSON document: which members there are, whatever their values. Pure. */
final class MemberPaths {

  private MemberPaths() {}

  /** Every member as a path such as {@code /items/[]/name}; all elements of an array are one. */
  static Set<String> of(JsonNode document) {
    var paths = new TreeSet<String>();
    collect("", document, paths);
    return paths;
  }

  private static void collect(String path, JsonNode node, Set<String> paths) {
    node.properties()
        .forEach(member -> {
          var below = path + "/" + member.getKey();
          paths.add(below);
          collect(below, member.getValue(), paths);
        });
    if (node.isArray()) {
      node.forEach(element -> collect(path + "/[]", element, paths));
    }
  }
}
