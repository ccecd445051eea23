package dev.binnacle.platform.mongodb;

/** What a member of a replica set does: the manual's page "Replica Set Member States". */
public enum MemberState {
  STARTUP(0),
  PRIMARY(1),
  SECONDARY(2),
  RECOVERING(3),
  STARTUP2(5),
  UNKNOWN(6),
  ARBITER(7),
  DOWN(8),
  ROLLBACK(9),
  REMOVED(10);

  private final int number;

  MemberState(int number) {
    this.number = number;
  }

  static MemberState of(int number) {
    for (var state : values()) {
      if (state.number == number) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
