package dev.binnacle.http.pipeline;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that ends where its Content-Length says.
 *
 * <p>Grizzly does not end it there when the request carries an Upgrade header, which it otherwise
 * ignores: whoever reads to the end waits until a timeout. The JDK's HTTP client sends such a
 * header ({@code Upgrade: h2c}) by default.
 */
final class AnnouncedStream extends FilterInputStream {

  private long left;

  AnnouncedStream(InputStream stream, long length) {
    super(stream);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int value = super.read();
    left -= value < 0 ? left : 1;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int count = super.read(buffer, offset, (int) Math.min(length, left));
    left -= count < 0 ? left : count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
