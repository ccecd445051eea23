package dev.binnacle.sandbox;

/**
 * One server of a Redis Cluster, on 127.0.0.1.
 *
 * @param name what the sandbox calls it
 * @param port where it listens for clients
 * @param busPort where it listens for other nodes
 */
public record RedisMember(String name, int port, int busPort) {

  /** Its address, as the cluster names it. */
  public String address() {
    return "127.0.0.1:" + port;
  }
}
