package dev.binnacle.sandbox;

import java.security.SecureRandom;

/** Random words for passwords and tokens. */
final class Secrets {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A password of 32 letters and digits: no character that YAML, SQL or a shell would mind. */
  static String password() {
    return word(BASE62, 32);
  }

  /** An API token, {@code bnc_<id>_<secret>}. */
  static String apiToken() {
    return "bnc_" + word(BASE32, 8) + "_" + word(BASE62, 32);
  }

  private static String word(String alphabet, int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
