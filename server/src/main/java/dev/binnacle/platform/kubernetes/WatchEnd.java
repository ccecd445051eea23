package dev.binnacle.platform.kubernetes;

/** How a watch ended, and what that says about it. */
sealed interface WatchEnd {

  /** When its time was over, and it had told how far it had come. */
  record InTime() implements WatchEnd {}

  /**
   * When its time was over, and it stood where it had begun. On a quiet cluster of an older version
   * nothing is wrong with that, but a watch that is stuck looks the same.
   */
  record Standstill() implements WatchEnd {}

  /**
   * When its time was over, without a word before. A healthy one tells at least where it stands
   * shortly before its end (kubernetes staging apiserver pkg/storage/cacher/cache_watcher.go).
   */
  record Wordless() implements WatchEnd {}

  /** Not even when its time was over; nobody waited longer. */
  record Silent() implements WatchEnd {}

  /** The server has forgotten the moment from which it was to go on. */
  record Expired() implements WatchEnd {}

  /** It broke, or never began. */
  record Broken(String reason) implements WatchEnd {}

  /** Whether nothing was missed and nothing is wrong. */
  default boolean isHealthy() {
    return this instanceof InTime || this instanceof Standstill;
  }

  /** Whether the next watch may go on where this one stopped. */
  default boolean keepsPosition() {
    return this instanceof InTime || this instanceof Broken;
  }

  /** What happened, for people. */
  default String words() {
    return switch (this) {
      case InTime end -> "its time was over";
      case Standstill end -> "it stood still";
      case Wordless end -> "it said nothing in its time";
      case Silent end -> "it went silent";
      case Expired end -> "the API server has forgotten where it stood (410)";
      case Broken end -> end.reason();
    };
  }
}
