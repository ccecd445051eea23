package dev.binnacle.crash;

/** Where in the middle of the move of a batch of slots the server dies. */
enum SlotCut {
  /** The target takes the slots over, and the source does not know yet. */
  IMPORT_OPEN,
  /** Both know, and no key has moved. */
  MIGRATION_OPEN,
  /** Some keys have moved, and others not. */
  SOME_KEYS_MOVED,
  /** All keys of some slots have moved, and nobody is told whose the slots are. */
  KEYS_MOVED,
  /** The target knows that the slots are its own, and the source was not told. */
  TARGET_TOLD
}
