package dev.binnacle.sandbox;

/** Where the tests of a JVM look for free ports; several run at once. */
public final class TestPorts {

  private static final int FIRST = 22000;
  private static final int OF_A_FORK = 500;

  /** The ports. */
  public static final PortRange RANGE = of(Integer.getInteger("binnacle.test.fork", 1));

  private TestPorts() {}

  private static PortRange of(int fork) {
    int first = FIRST + (fork - 1) * OF_A_FORK;
    return new PortRange(first, first + OF_A_FORK - 1);
  }
}
