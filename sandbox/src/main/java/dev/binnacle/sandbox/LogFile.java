package dev.binnacle.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A daemon's log: what it said last, and a bound on its size. */
final class LogFile {
  private static final long ROTATE_ABOVE_BYTES = 16L << 20;
  private static final int TAIL_BYTES = 32 << 10;

  private LogFile() {}

  /** The last lines, oldest first; empty when there is no log. */
  static List<String> tail(Path log, int lines) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException absent) {
      return List.of();
    }
  }

  /** Moves a log that has grown large aside, keeping one older log. */
  static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > ROTATE_ABOVE_BYTES) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
