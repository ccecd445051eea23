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
  static List<Boundary> of(List<String> steps, int sample) {
    var all = new ArrayList<Boundary>();
    for (var step : steps) {
      for (var moment : Moment.values()) {
        for (var ending : Ending.values()) {
          all.add(new Boundary(step, moment, ending));
        }
      }
    }
    if ("all".equals(System.getProperty("binnacle.crash"))) {
      return all;
    }
    long seed = Long.getLong("binnacle.crash.seed", System.nanoTime());
    System.out.println("crash sample with -Dbinnacle.crash.seed=" + seed);
    Collections.shuffle(all, new Random(seed));
    return all.subList(0, sample);
  }

  /** The name of its test. */
  String words() {
    return "killed " + moment + " " + step + ", continued by " + ending;
  }
}
