package dev.binnacle.audit;

import dev.binnacle.api.model.AuditBreak;
import dev.binnacle.api.model.AuditBreakReason;
import dev.binnacle.api.model.AuditChange;
import dev.binnacle.api.model.AuditEventPage;
import dev.binnacle.api.model.AuditHead;
import dev.binnacle.api.model.AuditOutcome;
import dev.binnacle.api.model.Principal;
import dev.binnacle.api.model.PrincipalKind;
import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Between the audit log's records and the contract's. Pure. */
final class AuditMapper {

  private AuditMapper() {}

  static AuditEventPage page(List<AuditEvent> events, Optional<String> nextCursor) {
    return new AuditEventPage()
        .items(events.stream().map(AuditMapper::event).toList())
        .nextCursor(nextCursor.orElse(null));
  }

  static dev.binnacle.api.model.AuditEvent event(AuditEvent event) {
    return new dev.binnacle.api.model.AuditEvent()
        .id(event.id())
        .sequence(event.sequence())
        .at(event.at().atOffset(ZoneOffset.UTC))
        .actor(principal(event.actor()))
        .sourceAddress(presentOrNull(event.sourceAddress()))
        .action(event.action())
        .resourceType(event.resourceType())
        .resourceName(presentOrNull(event.resourceName()))
        .outcome(AuditOutcome.fromValue(event.outcome()))
        .status(event.code().map(code -> ProblemCode.valueOf(code).status()).orElse(null))
        .code(event.code().map(dev.binnacle.api.model.ProblemCode::fromValue).orElse(null))
        .reason(event.reason().orElse(null))
        .requestId(presentOrNull(event.requestId()))
        .operationId(event.operationId().orElse(null))
        .changes(
            AuditChanges.between(event.before(), event.after()).stream()
                .map(AuditMapper::change)
                .toList())
        .previousHash(event.previousHash())
        .hash(event.hash());
  }

  static dev.binnacle.api.model.AuditVerification verification(ChainVerdict verdict) {
    return new dev.binnacle.api.model.AuditVerification()
        .verified(verdict.verified())
        .intact(verdict.intact())
        .firstBroken(verdict.firstBroken().map(AuditMapper::firstBroken).orElse(null))
        .head(
            verdict.newest().filter(link -> verdict.intact()).map(AuditMapper::head).orElse(null));
  }

  static AuditEntry.Outcome outcome(AuditOutcome outcome) {
    return AuditEntry.Outcome.valueOf(outcome.name());
  }

  private static Principal principal(AuditEvent.Actor actor) {
    return new Principal()
        .subject(actor.subject())
        .issuer(actor.issuer().equals(Caller.BINNACLE) ? null : actor.issuer())
        .kind(PrincipalKind.fromValue(actor.kind()))
        .apiTokenName(actor.apiTokenName().orElse(null));
  }

  private static AuditChange change(AuditChanges.Change change) {
    return new AuditChange()
        .field(change.field())
        .before(change.before().orElse(null))
        .after(change.after().orElse(null));
  }

  private static AuditBreak firstBroken(ChainBreak broken) {
    return new AuditBreak()
        .sequence(broken.sequence())
        .id(broken.id().orElse(null))
        .reason(AuditBreakReason.fromValue(broken.reason().name()));
  }

  private static AuditHead head(ChainLink link) {
    return new AuditHead().sequence(link.sequence()).hash(link.hash());
  }

  private static String presentOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
