package dev.binnacle.operations;

/** One named piece of evidence, both halves for people. */
public record Fact(String name, String value) {

  /** A fact whose value is told as it prints. */
  public static Fact of(String name, Object value) {
    return new Fact(name, String.valueOf(value));
  }
}
