package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Amounts of a resource, counted in thousandths of its unit (cores, bytes, pods). */
public final class Quantity {
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.valueOf(1_000L)),
          Map.entry("M", BigDecimal.valueOf(1_000_000L)),
          Map.entry("G", BigDecimal.valueOf(1_000_000_000L)),
          Map.entry("T", BigDecimal.valueOf(1_000_000_000_000L)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)));

  private Quantity() {}

  /** Thousandths of the unit, rounded up; 0 when the field is absent. */
  public static long milli(JsonNode field) {
    return field.isMissingNode() || field.isNull() ? 0 : milli(field.asText());
  }

  /** Thousandths of the unit, rounded up. */
  public static long milli(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(text.substring(end));
    BigDecimal number =
        factor == null
            ? new BigDecimal(text) // an exponent: 1e3
            : new BigDecimal(text.substring(0, end)).multiply(factor);
    return number.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** Whole units, rounded up. */
  public static long units(JsonNode field) {
    return Math.ceilDiv(milli(field), 1000);
  }
}
