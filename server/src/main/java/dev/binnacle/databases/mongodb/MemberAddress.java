package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.Address;

/** The names of members, which are addresses. */
final class MemberAddress {

  private static final int USUAL_PORT = 27017;

  private MemberAddress() {}

  /** Where the member of that name listens. */
  static Address of(String name) {
    int colon = name.lastIndexOf(':');
    return colon < 0 || name.endsWith("]")
        ? new Address(bare(name), USUAL_PORT)
        : new Address(bare(name.substring(0, colon)), Integer.parseInt(name.substring(colon + 1)));
  }

  private static String bare(String host) {
    return host.replaceAll("[\\[\\]]", "");
  }
}
