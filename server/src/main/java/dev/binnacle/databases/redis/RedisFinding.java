package dev.binnacle.databases.redis;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Severity;
import dev.binnacle.operations.Fact;
import java.util.List;
import java.util.Optional;

/**
 * Something that is to be said about a cluster.
 *
 * @param code its stable name in UPPER_SNAKE
 * @param node the address of the node that it is about, if it is about one
 */
public record RedisFinding(
    String code, Severity severity, String message, Optional<String> node, List<Fact> evidence) {

  public RedisFinding {
    evidence = List.copyOf(evidence);
  }

  static RedisFinding of(String code, Severity severity, String message, Fact... evidence) {
    return new RedisFinding(code, severity, message, Optional.empty(), List.of(evidence));
  }

  static RedisFinding about(
      RedisMember member, String code, Severity severity, String message, Fact... evidence) {
    return new RedisFinding(code, severity, message, Optional.of(member.name()), List.of(evidence));
  }

  /** The same as a reason for a verdict. */
  Reason reason() {
    return new Reason(code, severity, message, node);
  }
}
