package dev.binnacle.http.authentication;

import java.net.URI;
import java.util.Set;

/** Which addresses keys may come from. */
final class Addresses {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private Addresses() {}

  /** Whether nobody in between could change what comes from there: https, or this machine. */
  static boolean areSafe(String address) {
    try {
      var uri = URI.create(address);
      return uri.getHost() != null
          && uri.getFragment() == null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
