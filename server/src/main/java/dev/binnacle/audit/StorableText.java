package dev.binnacle.audit;

import java.nio.charset.StandardCharsets;

/**
 * Text in the form in which PostgreSQL gives it back to the letter, so that its hash holds. Pure.
 */
final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /**
   * The text with every NUL, which PostgreSQL cannot keep, and every half of a surrogate pair,
   * which UTF-8 cannot write, replaced: no caller can stop the recording of a change by the words
   * it sends.
   */
  static String of(String text) {
    var clean = text.replace('\0', REPLACEMENT);
    if (StandardCharsets.UTF_8.newEncoder().canEncode(clean)) {
      return clean;
    }
    return clean
        .codePoints()
        .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
