package dev.binnacle.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Kubernetes' quantities as whole numbers, rounded up as the scheduler does. Pure. */
final class Quantities {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Quantities() {}

  /** Thousandths of what the quantity counts; 0 when there is none. */
  static long millis(Map<String, Quantity> quantities, String name) {
    return rounded(amount(quantities, name).multiply(THOUSAND));
  }

  /** What the quantity counts: bytes, or pods; 0 when there is none. */
  static long whole(Map<String, Quantity> quantities, String name) {
    return rounded(amount(quantities, name));
  }

  private static BigDecimal amount(Map<String, Quantity> quantities, String name) {
    var quantity = quantities == null ? null : quantities.get(name);
    return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
  }

  private static long rounded(BigDecimal amount) {
    return amount
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }
}
