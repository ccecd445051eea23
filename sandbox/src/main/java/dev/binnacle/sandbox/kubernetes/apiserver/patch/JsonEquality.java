package dev.binnacle.sandbox.kubernetes.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** Equality to a reader of JSON, for whom 1 is 1 as an int and as a long. */
public final class JsonEquality {
  private JsonEquality() {}

  /** Whether two trees say the same. */
  public static boolean same(JsonNode one, JsonNode other) {
    return one.equals(JsonEquality::compare, other);
  }

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }
}
