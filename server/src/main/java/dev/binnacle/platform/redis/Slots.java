package dev.binnacle.platform.redis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of hash slots. Immutable.
 *
 * @param ranges ascending, and never touching each other
 */
public record Slots(List<SlotRange> ranges) {

  /** How many slots every Redis Cluster has. */
  public static final int ALL = 16_384;

  /** No slot. */
  public static final Slots NONE = new Slots(List.of());

  public Slots {
    ranges = List.copyOf(ranges);
  }

  /** The slots whose bits are set. */
  public static Slots of(BitSet bits) {
    var ranges = new ArrayList<SlotRange>();
    for (int first = bits.nextSetBit(0); first >= 0; ) {
      int end = bits.nextClearBit(first);
      ranges.add(new SlotRange(first, end - 1));
      first = bits.nextSetBit(end);
    }
    return new Slots(ranges);
  }

  /** Those slots, in whatever order they come. */
  public static Slots of(IntStream numbers) {
    var bits = new BitSet(ALL);
    numbers.forEach(bits::set);
    return of(bits);
  }

  /** The slots as bits, which are the caller's own. */
  public BitSet bits() {
    var bits = new BitSet(ALL);
    ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
    return bits;
  }

  /** The numbers, ascending. */
  public IntStream numbers() {
    return ranges.stream()
        .flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()));
  }

  /** How many there are. */
  public int count() {
    return ranges.stream().mapToInt(SlotRange::count).sum();
  }

  /** Whether there are none. */
  public boolean none() {
    return ranges.isEmpty();
  }

  /** Whether the slot is among them. */
  public boolean contains(int slot) {
    return ranges.stream().anyMatch(range -> range.first() <= slot && slot <= range.last());
  }

  /** The lowest of them, at most so many. */
  public Slots lowest(int most) {
    return of(numbers().limit(most));
  }

  /** These without those. */
  public Slots without(Slots others) {
    var bits = bits();
    bits.andNot(others.bits());
    return of(bits);
  }

  /** These that are among those, too. */
  public Slots within(Slots others) {
    var bits = bits();
    bits.and(others.bits());
    return of(bits);
  }

  /** These and those. */
  public Slots with(Slots others) {
    var bits = bits();
    bits.or(others.bits());
    return of(bits);
  }

  /** As Redis writes them: {@code 0-99,200}. */
  @Override
  public String toString() {
    return ranges.stream().map(SlotRange::toString).collect(Collectors.joining(","));
  }
}
