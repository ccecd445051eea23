package dev.binnacle.sandbox.mongodb;

import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.mongodb.wire.PortSecurity;
import java.util.List;
import java.util.Optional;

/**
 * Where the members of a replica set listen, and under which addresses they are known.
 *
 * @param range where they look for free ports
 * @param fixedPorts those of an earlier run; empty to look for free ones
 * @param knownPorts those of what stands before the members, by which the configuration names them;
 *     empty when nothing does
 * @param security what the members speak to clients; empty for plain connections
 */
public record Listening(
    PortRange range,
    List<Integer> fixedPorts,
    List<Integer> knownPorts,
    Optional<PortSecurity> security) {
  public Listening {
    fixedPorts = List.copyOf(fixedPorts);
    knownPorts = List.copyOf(knownPorts);
  }

  /** On free ports, in the clear. */
  public static Listening in(PortRange range) {
    return new Listening(range, List.of(), List.of(), Optional.empty());
  }

  /** On the ports of an earlier run. */
  public Listening on(List<Integer> ports) {
    return new Listening(range, ports, knownPorts, security);
  }

  /** Behind something that listens on those ports. */
  public Listening behind(List<Integer> ports) {
    return new Listening(range, fixedPorts, ports, security);
  }

  /** With TLS. */
  public Listening with(PortSecurity tls) {
    return new Listening(range, fixedPorts, knownPorts, Optional.of(tls));
  }

  /** The ports for so many members. */
  List<Integer> ports(int members) {
    return fixedPorts.isEmpty() ? range.free(members) : fixedPorts;
  }

  /** The port that stands for the member of that number. */
  int knownPort(int member, int port) {
    return knownPorts.isEmpty() ? port : knownPorts.get(member);
  }
}
