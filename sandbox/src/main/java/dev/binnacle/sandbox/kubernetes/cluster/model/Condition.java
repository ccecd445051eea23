package dev.binnacle.sandbox.kubernetes.cluster.model;

/**
 * An entry of status.conditions.
 *
 * @param status "True", "False" or "Unknown"
 * @param reason one CamelCase word, or empty
 * @param message for people, or empty
 */
public record Condition(String type, String status, String reason, String message) {
  public static Condition isTrue(String type) {
    return new Condition(type, "True", "", "");
  }

  public static Condition isTrue(String type, String reason, String message) {
    return new Condition(type, "True", reason, message);
  }

  public static Condition isFalse(String type, String reason, String message) {
    return new Condition(type, "False", reason, message);
  }

  public static Condition unknown(String type, String reason, String message) {
    return new Condition(type, "Unknown", reason, message);
  }
}
