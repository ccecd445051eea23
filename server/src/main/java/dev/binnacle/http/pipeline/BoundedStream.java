package dev.binnacle.http.pipeline;

import dev.binnacle.http.failures.BodyTooLarge;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails with {@link BodyTooLarge} as soon as more than the limit has come. */
final class BoundedStream extends FilterInputStream {

  private final long limit;
  private long read;

  BoundedStream(InputStream stream, long limit) {
    super(stream);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    count(skipped);
    return skipped;
  }

  /** Going back would count bytes twice. */
  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long more) throws BodyTooLarge {
    read += more;
    if (read > limit) {
      throw new BodyTooLarge(limit);
    }
  }
}
