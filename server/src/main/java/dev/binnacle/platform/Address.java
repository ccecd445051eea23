package dev.binnacle.platform;

/** Where a server listens. */
public record Address(String host, int port) {
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
