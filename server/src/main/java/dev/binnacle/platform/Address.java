package dev.binnacle.platform;

import java.net.URI;
import java.util.Optional;

/** Where a server listens. */
public record Address(String host, int port) {

  private static final int HIGHEST_PORT = 65_535;

  /** The address in a text like {@code 10.0.0.1:6379} or {@code [::1]:6379}, if it is one. */
  public static Optional<Address> parse(String text) {
    try {
      var uri = URI.create("any://" + text);
      boolean bare = text.equals(uri.getRawAuthority()) && uri.getRawUserInfo() == null;
      return !bare || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > HIGHEST_PORT
          ? Optional.empty()
          : Optional.of(new Address(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort()));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
