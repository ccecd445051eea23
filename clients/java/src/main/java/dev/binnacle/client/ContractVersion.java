package dev.binnacle.client;

import java.util.Arrays;

/**
 * A version of the contract. Two of one series understand each other: within a major version the
 * contract only grows, before 1.0 within a minor version.
 */
record ContractVersion(String text) {
  /** What this client was generated from. */
  static final ContractVersion OWN = new ContractVersion("0.1.0");

  boolean understands(ContractVersion other) {
    return series().equals(other.series());
  }

  /** The series, such as {@code 0.1.x} or {@code 2.x}. */
  String series() {
    var parts = Arrays.asList(text.split("\\."));
    return parts.get(0).equals("0") && parts.size() > 1
        ? "0." + parts.get(1) + ".x"
        : parts.get(0) + ".x";
  }

  @Override
  public String toString() {
    return text;
  }
}
