package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;

/** A field that holds a number, or a share of a number as "25%". */
public final class IntOrPercent {
  private IntOrPercent() {}

  /** The number it stands for, a share rounded up. */
  public static int roundedUp(JsonNode field, int total) {
    return isPercent(field)
        ? (int) Math.ceilDiv((long) percent(field) * total, 100L)
        : field.asInt();
  }

  /** The number it stands for, a share rounded down. */
  public static int roundedDown(JsonNode field, int total) {
    return isPercent(field) ? (int) ((long) percent(field) * total / 100L) : field.asInt();
  }

  public static boolean isPercent(JsonNode field) {
    return field.isTextual() && field.textValue().endsWith("%");
  }

  private static int percent(JsonNode field) {
    String text = field.textValue();
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }
}
