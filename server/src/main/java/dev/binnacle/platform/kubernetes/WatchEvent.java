package dev.binnacle.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.platform.kubernetes.ResourceKind.Entry;

/** What a watch tells in one line (kubernetes staging apimachinery pkg/apis/meta/v1/watch.go). */
sealed interface WatchEvent<T> {

  /** There is a new object, or an object is different now. */
  record Changed<T>(Entry<T> entry) implements WatchEvent<T> {}

  /** An object is gone. */
  record Removed<T>(Entry<T> entry) implements WatchEvent<T> {}

  /** Nothing happened up to here. */
  record Bookmark<T>(String resourceVersion) implements WatchEvent<T> {}

  /** The server cannot go on from where it was asked to: 410. */
  record Expired<T>() implements WatchEvent<T> {}

  /** The server gives up for another reason. */
  record Failed<T>(String message) implements WatchEvent<T> {}

  /** The event in the line. */
  static <T> WatchEvent<T> parse(String line, ResourceKind<?, T> kind) {
    var tree = ApiJson.tree(line);
    var object = tree.path("object");
    return switch (tree.path("type").asText()) {
      case "ADDED", "MODIFIED" -> new Changed<>(kind.entry(object));
      case "DELETED" -> new Removed<>(kind.entry(object));
      case "BOOKMARK" -> new Bookmark<>(object.path("metadata").path("resourceVersion").asText());
      default -> failure(object);
    };
  }

  private static <T> WatchEvent<T> failure(JsonNode status) {
    return status.path("code").asInt() == 410
        ? new Expired<>()
        : new Failed<>(status.path("message").asText("an event that makes no sense"));
  }
}
