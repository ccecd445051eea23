package dev.binnacle.http.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The traceparent header of W3C Trace Context.
 *
 * @param traceId the trace that the request belongs to: 32 lower-case hexadecimal digits
 * @param parentId the caller's span: 16 lower-case hexadecimal digits
 * @param sampled whether the caller records the trace
 */
record TraceParent(String traceId, String parentId, boolean sampled) {

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String CURRENT_VERSION = "00";

  /** What the header, which may be null, says; empty when it says nothing valid. */
  static Optional<TraceParent> of(String header) {
    if (header == null) {
      return Optional.empty();
    }
    var match = FORM.matcher(header.strip());
    if (!match.matches()
        || match.group(1).equals("ff")
        || (match.group(1).equals(CURRENT_VERSION) && match.group(5) != null)
        || isZero(match.group(2))
        || isZero(match.group(3))) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(match.group(4), 16) & 1) == 1;
    return Optional.of(new TraceParent(match.group(2), match.group(3), sampled));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }
}
