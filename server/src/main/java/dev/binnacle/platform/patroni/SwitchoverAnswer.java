package dev.binnacle.platform.patroni;

/**
 * What Patroni answered to a request to switch over. Only the cluster's state tells what happened.
 *
 * @param status the HTTP status: 200 for done, 4xx for refused, 503 for failed or unknown
 * @param words in Patroni's words
 */
public record SwitchoverAnswer(int status, String words) {

  /** Whether Patroni refused the request before it did anything. */
  public boolean refused() {
    return status >= 400 && status < 500;
  }

  /** Whether Patroni tried and gave up. Version 3 and 4 both answer 503 with this ending. */
  public boolean failed() {
    return status == 503 && words.toLowerCase(java.util.Locale.ROOT).endsWith("failed");
  }
}
