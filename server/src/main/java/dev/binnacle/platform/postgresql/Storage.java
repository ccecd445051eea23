package dev.binnacle.platform.postgresql;

import java.util.List;
import java.util.Optional;

/**
 * What a server keeps on disk, as far as SQL sees it.
 *
 * @param tablespaces by name
 * @param temporaryBytes temporary files of running statements
 * @param slots by name
 * @param unseen what could not be seen
 */
public record Storage(
    List<Tablespace> tablespaces,
    Optional<Wal> wal,
    Optional<Long> temporaryBytes,
    List<Slot> slots,
    List<Unseen> unseen) {

  public Storage {
    tablespaces = List.copyOf(tablespaces);
    slots = List.copyOf(slots);
    unseen = List.copyOf(unseen);
  }

  /** The size of all tablespaces; empty when one of them may not be seen. */
  public Optional<Long> dataBytes() {
    return tablespaces.stream().allMatch(tablespace -> tablespace.bytes().isPresent())
        ? Optional.of(
            tablespaces.stream().mapToLong(tablespace -> tablespace.bytes().orElse(0L)).sum())
        : Optional.empty();
  }

  /**
   * A place for tables.
   *
   * @param location its directory; empty for the data directory
   */
  public record Tablespace(String name, Optional<String> location, Optional<Long> bytes) {}

  /**
   * The WAL directory.
   *
   * @param awaitingArchive how many of its files are still to be archived
   */
  public record Wal(long bytes, int files, Optional<Integer> awaitingArchive) {}

  /**
   * A promise to keep WAL for a reader.
   *
   * @param retainedBytes what it holds back; empty when nobody has read from it yet
   * @param walStatus in PostgreSQL's words; empty while that is unknown
   */
  public record Slot(
      String name,
      boolean logical,
      boolean active,
      Optional<Long> retainedBytes,
      Optional<String> walStatus) {}
}
