package dev.binnacle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.api.model.AuditBreakReason;
import dev.binnacle.api.model.AuditOutcome;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditMapperTest {

  @Test
  void anEventKeepsItsWords() {
    var event = AuditEvents.chain(1).getFirst();
    var mapped = AuditMapper.event(event);
    assertThat(mapped.getActor().getSubject()).isEqualTo("maria");
    assertThat(mapped.getActor().getIssuer()).isEqualTo("https://issuer");
    assertThat(mapped.getAt().toInstant()).isEqualTo(event.at());
    assertThat(mapped.getOutcome()).isEqualTo(AuditOutcome.SUCCEEDED);
    assertThat(mapped.getStatus()).isNull();
    assertThat(mapped.getChanges()).singleElement().matches(c -> c.getField().equals("state"));
    assertThat(mapped.getHash()).isEqualTo(event.hash());
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonIsInTheContract(ChainBreak.Reason reason) {
    var broken = new ChainBreak(7, Optional.of(UUID.randomUUID()), reason);
    var mapped =
        AuditMapper.verification(
            new ChainVerdict(6, Optional.of(new ChainLink(6, "ab")), Optional.of(broken)));
    assertThat(mapped.getFirstBroken().getReason())
        .isEqualTo(AuditBreakReason.fromValue(reason.name()));
    assertThat(mapped.getIntact()).isFalse();
    assertThat(mapped.getHead()).as("the head of a broken log is no anchor").isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyOutcomeIsInTheContract(AuditEntry.Outcome outcome) {
    assertThat(AuditMapper.outcome(AuditOutcome.fromValue(outcome.name()))).isEqualTo(outcome);
  }
}
