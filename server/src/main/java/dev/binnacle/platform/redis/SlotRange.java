package dev.binnacle.platform.redis;

/** Hash slots from the first to the last, both included. */
public record SlotRange(int first, int last) {

  /** How many they are. */
  int count() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
