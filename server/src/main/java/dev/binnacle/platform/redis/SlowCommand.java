package dev.binnacle.platform.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An entry of a node's slow log.
 *
 * @param id rises with every entry until the node restarts
 * @param words the command and its arguments, which Redis itself has shortened
 * @param client where the client was
 */
public record SlowCommand(
    long id, Instant at, Duration duration, List<String> words, String client, String clientName) {

  public SlowCommand {
    words = List.copyOf(words);
  }
}
