package dev.binnacle.http.pipeline;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The ids by which callers, log lines and audit entries speak of one request. */
final class RequestIds {

  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final int RANDOM_BYTES = 12;

  private RequestIds() {}

  /** The id that the caller gave, when it can stand in a header and a log line; else a new one. */
  static String of(String header) {
    return header != null && ACCEPTED.matcher(header).matches() ? header : fresh();
  }

  private static String fresh() {
    var bytes = new byte[RANDOM_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
