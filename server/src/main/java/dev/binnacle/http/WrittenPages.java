package dev.binnacle.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Answers as the bytes of their JSON, so that many who ask the same of the same content are
 * answered with one piece of work. An answer serves for at most {@link #KEPT}, which is how far its
 * ages can be behind. Thread-safe.
 */
public final class WrittenPages {

  static final Duration KEPT = Duration.ofSeconds(1);

  private static final long MOST_BYTES = 16L * 1024 * 1024;

  /** Content is compared by identity: two readings are never taken for one another. */
  private record Key(Object content, Object question) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.content == content && key.question.equals(question);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(content) + question.hashCode();
    }
  }

  private final Cache<Key, byte[]> pages;

  /** No pages yet. */
  public WrittenPages() {
    this(Ticker.systemTicker());
  }

  WrittenPages(Ticker ticker) {
    this.pages =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfterWrite(KEPT)
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, byte[] page) -> page.length)
            .build();
  }

  /**
   * The answer to the question.
   *
   * @param content what the answer is made of; unchangeable
   * @param question everything else that the answer depends on, but time; with equals and hashCode
   * @param answer makes it, in the contract's shape; what it throws is not kept
   */
  public byte[] of(Object content, Object question, Supplier<?> answer) {
    return pages.get(new Key(content, question), key -> write(answer.get()));
  }

  private static byte[] write(Object answer) {
    try {
      return ApiJson.mapper().writeValueAsBytes(answer);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
