package dev.binnacle.sandbox.mongodb.replication;

/** The states of the manual's page "Replica Set Member States", with their numbers. */
public enum MemberState {
  STARTUP(0, "STARTUP"),
  PRIMARY(1, "PRIMARY"),
  SECONDARY(2, "SECONDARY"),
  RECOVERING(3, "RECOVERING"),
  STARTUP2(5, "STARTUP2"),
  UNKNOWN(6, "UNKNOWN"),
  ARBITER(7, "ARBITER"),
  DOWN(8, "(not reachable/healthy)"),
  REMOVED(10, "REMOVED");

  private final int number;
  private final String word;

  MemberState(int number, String word) {
    this.number = number;
    this.word = word;
  }

  public int number() {
    return number;
  }

  /** As {@code stateStr} has it. */
  public String word() {
    return word;
  }
}
