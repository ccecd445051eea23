package dev.binnacle.crash;

/** Who finishes the operation of a server that died. */
enum Ending {
  /** A server that starts after the victim's death. */
  A_RESTART,
  /** A server that was there all the time. */
  A_SECOND_REPLICA
}
