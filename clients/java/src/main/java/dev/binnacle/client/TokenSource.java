package dev.binnacle.client;

/** Where bearer tokens come from. Called by several threads at once. */
@FunctionalInterface
public interface TokenSource {
  /**
   * The token for one request. Asked before every attempt, so keep it.
   *
   * @throws RuntimeException when there is none; the call then fails with a {@link TokenException}
   */
  String token();

  /**
   * The server has refused this token as invalid or expired.
   *
   * @return whether {@link #token()} gives another one from now on, so that the call may be
   *     repeated
   */
  default boolean refused(String token) {
    return false;
  }
}
