package dev.binnacle.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes chains for tests. */
final class AuditEvents {

  private AuditEvents() {}

  static List<AuditEvent> chain(int length) {
    var chain = new ArrayList<AuditEvent>();
    var previous = AuditEvent.GENESIS;
    for (int sequence = 1; sequence <= length; sequence++) {
      var event = event(sequence, "orders", previous);
      chain.add(event);
      previous = event.hash();
    }
    return chain;
  }

  static AuditEvent event(long sequence, String resource, String previousHash) {
    return new AuditEvent(
            sequence,
            UUID.nameUUIDFromBytes(new byte[] {(byte) sequence}),
            Instant.parse("2026-11-23T02:58:14.120456Z").plusSeconds(sequence),
            new AuditEvent.Actor("maria", "https://issuer", "OIDC", Optional.empty()),
            "10.20.9.4",
            "switchoverDatabase",
            "DATABASE",
            resource,
            "SUCCEEDED",
            Optional.empty(),
            Optional.of("kernel update"),
            "request-" + sequence,
            Optional.empty(),
            Optional.empty(),
            Optional.of("{\"state\":\"PENDING\"}"),
            previousHash,
            "")
        .sealed();
  }

  /** The event with another resource and the hash that it had. */
  static AuditEvent tampered(AuditEvent event) {
    var other = event(event.sequence(), "billing", event.previousHash());
    return new AuditEvent(
        other.sequence(),
        other.id(),
        other.at(),
        other.actor(),
        other.sourceAddress(),
        other.action(),
        other.resourceType(),
        other.resourceName(),
        other.outcome(),
        other.code(),
        other.reason(),
        other.requestId(),
        other.operationId(),
        other.before(),
        other.after(),
        other.previousHash(),
        event.hash());
  }

  static ChainLink link(AuditEvent event) {
    return new ChainLink(event.sequence(), event.hash());
  }
}
