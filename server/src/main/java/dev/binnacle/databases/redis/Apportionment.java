package dev.binnacle.databases.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides whole things in proportion to weights: the largest remainders get what is left. Pure. */
final class Apportionment {

  private Apportionment() {}

  /**
   * One number for each weight, in their order; together exactly the total.
   *
   * @param weights none below zero, at least one above
   */
  static List<Integer> of(int total, List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    var exact = weights.stream().map(weight -> total * weight / sum).toList();
    var parts = new ArrayList<>(exact.stream().map(part -> (int) Math.floor(part)).toList());
    int left = total - parts.stream().mapToInt(Integer::intValue).sum();
    IntStream.range(0, parts.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> exact.get(i) - parts.get(i)).reversed())
        .limit(left)
        .toList()
        .forEach(i -> parts.set(i, parts.get(i) + 1));
    return List.copyOf(parts);
  }
}
