package dev.binnacle.sandbox;

/** Where the tests look for free ports. */
final class TestPorts {
  static final PortRange RANGE = new PortRange(22000, 22999);

  private TestPorts() {}
}
