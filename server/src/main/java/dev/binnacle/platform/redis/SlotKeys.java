package dev.binnacle.platform.redis;

import java.util.List;

/** Some keys of a slot. Keys are bytes, not text. */
public record SlotKeys(int slot, List<byte[]> keys) {

  public SlotKeys {
    keys = List.copyOf(keys);
  }
}
