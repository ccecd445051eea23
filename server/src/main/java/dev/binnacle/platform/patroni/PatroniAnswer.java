package dev.binnacle.platform.patroni;

import java.util.Locale;

/**
 * What Patroni answered to a request to change something. Only the cluster's state tells what
 * happened.
 *
 * @param status the HTTP status: 200 for done, 4xx for refused, 503 for failed or unknown
 * @param words in Patroni's words
 */
public record PatroniAnswer(int status, String words) {

  /** Whether Patroni refused the request before it did anything. */
  public boolean refused() {
    return status >= 400 && status < 500;
  }

  /**
   * Whether Patroni tried and gave up. Versions 3 and 4 answer 503 with one of these endings
   * (api.py and ha.py); other words with that status leave open what becomes of it.
   */
  public boolean failed() {
    var said = words.toLowerCase(Locale.ROOT);
    return status == 503
        && (said.endsWith("failed")
            || said.endsWith("conditions are not satisfied")
            || said.endsWith("can not reinitialize"));
  }
}
