package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import dev.binnacle.sandbox.kubernetes.apiserver.LogOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** The bytes of a log as it is asked for. A read of a followed log waits for the next line. */
final class LogStream extends InputStream {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final LogLines lines;
  private final LogOptions options;
  private final InstantSource time;
  private final BooleanSupplier running;
  private volatile boolean closed;
  private byte[] buffer = {};
  private int position;
  private long next;
  private long bytesLeft;

  LogStream(ContainerRun run, LogOptions options, InstantSource time, BooleanSupplier running) {
    this.lines = new LogLines(run);
    this.options = options;
    this.time = time;
    this.running = running;
    this.bytesLeft = options.limitBytes().orElse(Long.MAX_VALUE);
    this.next = first(time.instant());
  }

  private long first(Instant now) {
    long first = lines.oldest(now);
    if (options.since().isPresent()) {
      while (first < lines.count(now) && lines.time(first).isBefore(options.since().get())) {
        first++;
      }
    }
    long tail = options.tailLines().orElse(Long.MAX_VALUE);
    return tail >= lines.count(now) ? first : Math.max(first, lines.count(now) - tail);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == buffer.length) {
      if (bytesLeft == 0 || !fill()) {
        return -1;
      }
    }
    int count = (int) Math.min(Math.min(length, buffer.length - position), bytesLeft);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    bytesLeft -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(buffer.length - position, bytesLeft);
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Takes the next line; false when there is none and none will come. */
  private boolean fill() throws IOException {
    while (!closed) {
      Instant now = time.instant();
      if (next < lines.count(now)) {
        LogLines.Line line = lines.line(next++, now);
        String text = (options.timestamps() ? line.time() + " " : "") + line.text() + "\n";
        buffer = text.getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
      }
      if (!options.follow() || !running.getAsBoolean()) {
        return false;
      }
      pause();
    }
    return false;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
