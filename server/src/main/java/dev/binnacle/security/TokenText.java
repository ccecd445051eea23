package dev.binnacle.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of an API token: {@code bnc_}, eight lower-case base32 characters that are public,
 * {@code _}, and 32 base62 characters that are secret: 190 bits, so that a plain SHA-256 keeps
 * them.
 */
final class TokenText {

  private static final String MARK = "bnc_";
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SECRET_LENGTH = 32;
  private static final int PUBLIC_LENGTH = 8;
  private static final Pattern SHAPE =
      Pattern.compile("(bnc_[a-z2-7]{" + PUBLIC_LENGTH + "})_[0-9A-Za-z]{" + SECRET_LENGTH + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private TokenText() {}

  /** Whether the text is meant to be an API token, well-formed or not. */
  static boolean isMeantBy(String text) {
    return text.startsWith(MARK);
  }

  /** The public part of a well-formed token, {@code bnc_} included; empty for any other text. */
  static Optional<String> prefix(String text) {
    var match = SHAPE.matcher(text);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /** A new token. */
  static String random() {
    return MARK + word(BASE32, PUBLIC_LENGTH) + "_" + word(BASE62, SECRET_LENGTH);
  }

  /** What is stored of a token: the SHA-256 of the whole text, in lower-case hex. */
  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  private static String word(String alphabet, int length) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .mapToObj(alphabet::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }
}
