package dev.binnacle.http.failures;

import java.io.IOException;

/** The body turned out to be longer than the server takes. Passes through parsers unchanged. */
public final class BodyTooLarge extends IOException {

  private static final long serialVersionUID = 1L;

  /** A body whose length is known from Content-Length, and the limit; in bytes. */
  public BodyTooLarge(long length, long limit) {
    super("The body has %d bytes; at most %d are taken.".formatted(length, limit));
  }

  /** A body of unknown length, of which more than the limit has come; in bytes. */
  public BodyTooLarge(long limit) {
    super("The body has more than the %d bytes that are taken.".formatted(limit));
  }
}
