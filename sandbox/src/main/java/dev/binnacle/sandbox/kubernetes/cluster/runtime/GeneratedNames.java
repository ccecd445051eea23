package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import java.util.random.RandomGenerator;

/**
 * The five random letters behind a generateName, and hashes in the same alphabet. Source:
 * kubernetes staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go: no vowels, and nothing that
 * looks like another.
 */
public final class GeneratedNames {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int LENGTH = 5;

  private GeneratedNames() {}

  /** Five letters for the end of a name. */
  public static String suffix(RandomGenerator random) {
    StringBuilder letters = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }

  /** A text with each character mapped into the alphabet. */
  public static String safe(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    text.chars().forEach(each -> letters.append(ALPHABET.charAt(each % ALPHABET.length())));
    return letters.toString();
  }
}
