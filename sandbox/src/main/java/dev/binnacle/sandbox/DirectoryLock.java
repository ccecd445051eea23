package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a directory for one living owner. The kernel gives the lock back when the owner dies, so
 * that a leftover of a killed run never blocks the next, while a second run beside a living one is
 * refused.
 */
final class DirectoryLock implements AutoCloseable {
  // The kernel's locks belong to the whole JVM, and closing any channel of the file drops them.
  private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the directory, which is made when absent.
   *
   * @throws SandboxException if it has a living owner
   */
  static DirectoryLock take(Path directory) {
    return tryTake(directory)
        .orElseThrow(
            () -> new SandboxException(directory + " is in use by another run of Binnacle"));
  }

  /** The same; empty if it has a living owner. */
  static Optional<DirectoryLock> tryTake(Path directory) {
    try {
      Path real = Files.createDirectories(directory).toRealPath();
      if (!HELD_BY_THIS_JVM.add(real)) {
        return Optional.empty();
      }
      Optional<DirectoryLock> taken = lock(real);
      if (taken.isEmpty()) {
        HELD_BY_THIS_JVM.remove(real);
      }
      return taken;
    } catch (IOException e) {
      throw new SandboxException("Cannot use the directory " + directory, e);
    }
  }

  private static Optional<DirectoryLock> lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new DirectoryLock(directory, channel));
  }

  @Override
  public void close() {
    try {
      channel.close();
      HELD_BY_THIS_JVM.remove(directory);
    } catch (IOException e) {
      throw new SandboxException("Cannot release " + directory, e);
    }
  }
}
