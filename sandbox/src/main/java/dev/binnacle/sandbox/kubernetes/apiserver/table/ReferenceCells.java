package dev.binnacle.sandbox.kubernetes.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is told of objects that point to others. Source: kubernetes
 * pkg/printers/internalversion/printers.go.
 */
final class ReferenceCells {
  private ReferenceCells() {}

  static String controller(ObjectNode object) {
    return Cells.each(object.path("metadata").path("ownerReferences"))
        .filter(owner -> owner.path("controller").asBoolean())
        .map(owner -> {
          String version = owner.path("apiVersion").asText();
          int slash = version.indexOf('/');
          String group = slash < 0 ? "" : "." + version.substring(0, slash);
          return owner.path("kind").asText().toLowerCase(Locale.ROOT)
              + group
              + "/"
              + owner.path("name").asText();
        })
        .findFirst()
        .orElse(Cells.NONE);
  }

  static String volumeStatus(ObjectNode volume) {
    return volume.path("metadata").hasNonNull("deletionTimestamp")
        ? "Terminating"
        : volume.path("status").path("phase").asText();
  }

  static String claim(ObjectNode volume) {
    JsonNode claim = volume.path("spec").path("claimRef");
    return claim.isMissingNode()
        ? ""
        : claim.path("namespace").asText() + "/" + claim.path("name").asText();
  }

  static String storageClass(ObjectNode storageClass) {
    JsonNode metadata = storageClass.path("metadata");
    boolean isDefault =
        metadata
            .path("annotations")
            .path("storageclass.kubernetes.io/is-default-class")
            .asBoolean();
    return metadata.path("name").asText() + (isDefault ? " (default)" : "");
  }

  static String subjects(ObjectNode binding, String kind) {
    return Cells.each(binding.path("subjects"))
        .filter(subject -> subject.path("kind").asText().equals(kind))
        .map(subject ->
            kind.equals("ServiceAccount")
                ? subject.path("namespace").asText() + "/" + subject.path("name").asText()
                : subject.path("name").asText())
        .collect(Collectors.joining(", "));
  }
}
