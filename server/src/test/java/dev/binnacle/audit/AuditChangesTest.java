package dev.binnacle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.audit.AuditChanges.Change;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditChangesTest {

  @Test
  void tellsWhatWasChangedAddedAndRemoved() {
    assertThat(
            AuditChanges.between(
                Optional.of("{\"name\":\"nightly\",\"kept\":1,\"gone\":true}"),
                Optional.of("{\"name\":\"nightly-checks\",\"kept\":1,\"new\":2.50}")))
        .containsExactly(
            new Change("gone", Optional.of("true"), Optional.empty()),
            new Change("name", Optional.of("nightly"), Optional.of("nightly-checks")),
            new Change("new", Optional.empty(), Optional.of("2.5")));
  }

  @Test
  void namesInnerFieldsByTheirPathAndListsAsAWhole() {
    assertThat(
            AuditChanges.between(
                Optional.empty(),
                Optional.of("{\"owner\":{\"subject\":\"maria\"},\"roles\":[\"VIEWER\"]}")))
        .containsExactly(
            new Change("owner.subject", Optional.empty(), Optional.of("maria")),
            new Change("roles", Optional.empty(), Optional.of("[\"VIEWER\"]")));
  }

  @Test
  void aBareValueHasAName() {
    assertThat(AuditChanges.between(Optional.of("\"RUNNING\""), Optional.of("\"PAUSED\"")))
        .containsExactly(new Change("value", Optional.of("RUNNING"), Optional.of("PAUSED")));
  }

  @Test
  void nothingChangedIsNothing() {
    assertThat(AuditChanges.between(Optional.empty(), Optional.empty())).isEmpty();
    assertThat(AuditChanges.between(Optional.of("{\"a\":null}"), Optional.of("{}"))).isEmpty();
  }
}
