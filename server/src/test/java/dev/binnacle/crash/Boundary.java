package dev.binnacle.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Where a server is killed, and who goes on. {@code -Dbinnacle.crash=all} means every boundary of a
 * procedure; otherwise a sample, whose seed is printed and can be set with {@code
 * -Dbinnacle.crash.seed}.
 */
record Boundary(String step, Moment moment, Ending ending) {

  private static final int SAMPLE = 4;

  /** The boundaries of a procedure with those steps that this run tries. */
  static List<Boundary> of(List<String> steps) {
    return of(steps, SAMPLE);
  }

  /** The same with a sample of that size, for a test of several procedures. */
  static List<Boundary> of(List<String> steps, int many) {
    return sample(all(steps), many);
  }

  /** All boundaries of a procedure with those steps. */
  static List<Boundary> all(List<String> steps) {
    var all = new ArrayList<Boundary>();
    for (var step : steps) {
      for (var moment : Moment.values()) {
        for (var ending : Ending.values()) {
          all.add(new Boundary(step, moment, ending));
        }
      }
    }
    return List.copyOf(all);
  }

  /** Those of all that this run tries: every one, or so many. */
  static <T> List<T> sample(List<T> all, int many) {
    if ("all".equals(System.getProperty("binnacle.crash"))) {
      return List.copyOf(all);
    }
    long seed = Long.getLong("binnacle.crash.seed", System.nanoTime());
    System.out.println("crash sample with -Dbinnacle.crash.seed=" + seed);
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, many));
  }

  /** The name of its test. */
  String words() {
    return "killed " + moment + " " + step + ", continued by " + ending;
  }
}
