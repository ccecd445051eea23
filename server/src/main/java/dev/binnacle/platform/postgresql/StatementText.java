package dev.binnacle.platform.postgresql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves the constants out of a statement, for they are what people store: {@code pg_stat_activity}
 * shows statements whole, and {@code pg_stat_statements} those that set a password. Texts may be
 * cut off anywhere. Pure.
 */
final class StatementText {

  private static final int LONGEST = 4_000;

  /**
   * What a scanner would find, from left to right: comments, quoted names (which are kept), texts
   * of three kinds (also such that are cut off), and numbers that are no part of a word. Loops over
   * groups are possessive: others would cost Java a stack frame per turn.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<comment>--[^\\n]*|/\\*.*?(?:\\*/|\\z))\
          |(?<name>"(?:[^"]|"")*+(?:"|\\z))\
          |(?<text>(?<![A-Za-z0-9_])[eE]'(?:[^'\\\\]|''|\\\\.)*+(?:'|\\\\?+\\z)\
          |'(?:[^']|'')*+(?:'|\\z)\
          |(?<![A-Za-z0-9_$])\\$(?<tag>[A-Za-z_][A-Za-z0-9_]*|)\\$.*?(?:\\$\\k<tag>\\$|\\z))\
          |(?<number>(?<![A-Za-z0-9_$.])\\d+(?:\\.\\d+)?(?![A-Za-z0-9_]))\
          """,
          Pattern.DOTALL);

  private StatementText() {}

  /** The statement with a question mark for each constant, without comments and line breaks. */
  static String withoutConstants(String statement) {
    var shown =
        TOKEN
            .matcher(statement)
            .replaceAll(token -> {
              if (token.group("name") != null) {
                return Matcher.quoteReplacement(token.group());
              }
              return token.group("comment") == null ? "?" : " ";
            })
            .replaceAll("\\s+", " ")
            .strip();
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown;
  }
}
