package dev.binnacle.client;

import java.net.URI;

/** Where a server is, as people write it. */
final class ServerAddress {
  private static final String API = "/api/v1";

  private ServerAddress() {}

  /** The address of the API of the server at that address, which may end with it already. */
  static URI api(String server) {
    requireHttp(server, "the Binnacle server");
    var base = server.strip().replaceAll("/+$", "");
    return URI.create(base.endsWith(API) ? base : base + API);
  }

  /**
   * Refuses what is no address of a server.
   *
   * @throws SettingsException with an example of one that is
   */
  static void requireHttp(String address, String whose) {
    if (address == null || address.isBlank()) {
      throw new SettingsException(
          "There is no address of %s. Give one such as https://binnacle.example.org."
              .formatted(whose));
    }
    if (!isHttp(address.strip())) {
      throw new SettingsException(
          ("\"%s\" is no address of %s. Write it like https://binnacle.example.org, with"
                  + " http:// or https:// and without a query.")
              .formatted(address, whose));
    }
  }

  private static boolean isHttp(String address) {
    try {
      var uri = URI.create(address);
      return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }
}
