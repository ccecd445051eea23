package dev.binnacle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.audit.ChainBreak.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

  private final List<AuditEvent> chain = AuditEvents.chain(9);
  private final Optional<ChainLink> head = Optional.of(AuditEvents.link(chain.getLast()));

  private static ChainVerdict check(
      List<AuditEvent> events, Optional<ChainLink> head, Optional<ChainLink> anchor) {
    var check = new ChainCheck(head, anchor);
    events.forEach(check::accept);
    return check.finish();
  }

  private void assertBroken(List<AuditEvent> events, long sequence, Reason reason) {
    var verdict = check(events, head, Optional.empty());
    assertThat(verdict.intact()).isFalse();
    assertThat(verdict.firstBroken()).map(ChainBreak::sequence).contains(sequence);
    assertThat(verdict.firstBroken()).map(ChainBreak::reason).contains(reason);
    assertThat(verdict.verified()).isEqualTo(sequence - 1);
  }

  @Test
  void anUntouchedChainIsIntact() {
    var verdict = check(chain, head, Optional.empty());
    assertThat(verdict).isEqualTo(new ChainVerdict(9, head, Optional.empty()));
  }

  @Test
  void anEmptyLogIsIntact() {
    var verdict =
        check(List.of(), Optional.of(new ChainLink(0, AuditEvent.GENESIS)), Optional.empty());
    assertThat(verdict).isEqualTo(new ChainVerdict(0, Optional.empty(), Optional.empty()));
  }

  @Test
  void aChangedEntryIsFound() {
    chain.set(4, AuditEvents.tampered(chain.get(4)));
    assertBroken(chain, 5, Reason.HASH_MISMATCH);
  }

  @Test
  void aChangedEntryWithItsHashMadeAnewBreaksTheNextOne() {
    chain.set(4, AuditEvents.event(5, "billing", chain.get(3).hash()));
    assertBroken(chain, 6, Reason.PREVIOUS_HASH_MISMATCH);
  }

  @Test
  void aRemovedEntryIsFound() {
    chain.remove(4);
    assertBroken(chain, 5, Reason.SEQUENCE_GAP);
  }

  @Test
  void aRemovedFirstEntryIsFound() {
    chain.removeFirst();
    assertBroken(chain, 1, Reason.SEQUENCE_GAP);
  }

  @Test
  void anInsertedEntryIsFound() {
    chain.add(5, AuditEvents.event(5, "billing", chain.get(3).hash()));
    assertBroken(chain, 6, Reason.SEQUENCE_GAP);
  }

  @Test
  void swappedEntriesAreFound() {
    var fifth = chain.get(4);
    chain.set(4, chain.get(5));
    chain.set(5, fifth);
    assertBroken(chain, 5, Reason.SEQUENCE_GAP);
  }

  @Test
  void aCutOffEndIsFound() {
    assertBroken(chain.subList(0, 6), 7, Reason.SEQUENCE_GAP);
  }

  @Test
  void entriesBeyondTheHeadAreFound() {
    chain.add(AuditEvents.event(10, "billing", chain.getLast().hash()));
    assertBroken(chain, 10, Reason.HEAD_MISMATCH);
  }

  @Test
  void aForgedLastEntryContradictsTheHead() {
    chain.set(8, AuditEvents.event(9, "billing", chain.get(7).hash()));
    assertBroken(chain, 9, Reason.HEAD_MISMATCH);
  }

  @Test
  void aMissingHeadIsFound() {
    assertThat(check(List.of(), Optional.empty(), Optional.empty()).firstBroken())
        .contains(new ChainBreak(1, Optional.empty(), Reason.HEAD_MISMATCH));
    assertThat(check(chain, Optional.empty(), Optional.empty()).intact()).isFalse();
  }

  @Test
  void anAnchorFindsAnEndThatWasCutOffTogetherWithTheHead() {
    var cut = chain.subList(0, 6);
    var forgedHead = Optional.of(AuditEvents.link(cut.getLast()));
    assertThat(check(cut, forgedHead, Optional.empty()).intact()).isTrue();
    assertThat(check(cut, forgedHead, head).firstBroken())
        .contains(new ChainBreak(9, Optional.empty(), Reason.ANCHOR_MISSING));
  }

  @Test
  void anAnchorFindsALogThatWasWrittenAnewAsAWhole() {
    var anchor = Optional.of(AuditEvents.link(chain.get(6)));
    for (int i = 4; i < chain.size(); i++) {
      chain.set(i, AuditEvents.event(i + 1, "billing", chain.get(i - 1).hash()));
    }
    var forgedHead = Optional.of(AuditEvents.link(chain.getLast()));
    assertThat(check(chain, forgedHead, Optional.empty()).intact()).isTrue();
    assertThat(check(chain, forgedHead, anchor).firstBroken())
        .contains(new ChainBreak(7, Optional.of(chain.get(6).id()), Reason.ANCHOR_MISMATCH));
  }

  @Test
  void anAnchorThatHoldsChangesNothing() {
    assertThat(check(chain, head, Optional.of(AuditEvents.link(chain.get(2)))).intact()).isTrue();
  }

  @Test
  void onlyTheFirstBreakIsTold() {
    chain.set(2, AuditEvents.tampered(chain.get(2)));
    chain.set(6, AuditEvents.tampered(chain.get(6)));
    assertBroken(chain, 3, Reason.HASH_MISMATCH);
  }
}
