package dev.binnacle.http.failures;

/** JSON pointers of RFC 6901. */
final class JsonPointers {

  private JsonPointers() {}

  /** One step of a pointer, escaped. */
  static String segment(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
