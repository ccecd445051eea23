package dev.binnacle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.audit.ChainBreak.Reason;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.testing.StoreWithoutServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in a real PostgreSQL, tampered with by SQL. */
class AuditStoreTest {

  private static final Clock CLOCK =
      Clock.tick(Clock.systemUTC(), Duration.ofNanos(1)).withZone(ZoneOffset.UTC);
  private static final String UNLOCKED = "alter table audit_event disable trigger user";
  private static final String LOCKED = "alter table audit_event enable trigger user";

  @TempDir static Path directory;

  private static StoreWithoutServer store;

  @BeforeAll
  static void start() {
    store = StoreWithoutServer.start(directory, AuditTables.entities());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void empty() {
    store.sql(
        LOCKED,
        "truncate audit_event",
        "delete from audit_head",
        "insert into audit_head (sequence, hash) values (0, repeat('0', 64))");
  }

  private static final Caller MARIA =
      new Caller(
          "maria",
          "https://issuer",
          Caller.Kind.API_TOKEN,
          Set.of(Role.OPERATOR),
          "10.20.9.4",
          "request-1",
          Optional.of("nightly"));

  private static void record(AuditEntry entry) {
    store.run(entities -> new AuditLog(entities, CLOCK).record(entry));
  }

  private static void fill(int count) {
    store.run(entities -> {
      var log = new AuditLog(entities, CLOCK);
      for (int i = 1; i <= count; i++) {
        log.record(
            AuditEntry.success(MARIA, "switchoverDatabase", "DATABASE", "orders-" + i % 2)
                .because("reason " + i));
      }
    });
  }

  private static ChainVerdict verify(ChainLink... anchor) {
    return store.call(entities ->
        new AuditVerification(new AuditQueries(entities))
            .verify(List.of(anchor).stream().findFirst()));
  }

  private static void tamper(String sql) {
    store.sql(UNLOCKED, sql, LOCKED);
  }

  private static void assertBroken(long sequence, Reason reason) {
    var verdict = verify();
    assertThat(verdict.firstBroken()).map(ChainBreak::reason).contains(reason);
    assertThat(verdict.firstBroken()).map(ChainBreak::sequence).contains(sequence);
  }

  @Test
  void everyMemberComesBackAsItWasHashed() {
    var operation = UUID.randomUUID();
    record(
        AuditEntry.success(MARIA, "revokeApiToken", "API_TOKEN", "näme 🦀 \0 \uD800")
            .withOutcome(AuditEntry.Outcome.REFUSED)
            .withCode(ProblemCode.GUARD_BLOCKED)
            .because("line\r\nbreak \"quoted\" \\ ")
            .ofOperation(operation)
            .changing(Map.of("at", Instant.parse("2026-01-01T00:00:00.111006789Z")), Set.of(1)));
    var event = list(everything()).getFirst();
    assertThat(event.hash()).isEqualTo(event.computeHash());
    assertThat(event.resourceName()).isEqualTo("näme 🦀 \uFFFD \uFFFD");
    assertThat(event.actor())
        .isEqualTo(
            new AuditEvent.Actor("maria", "https://issuer", "API_TOKEN", Optional.of("nightly")));
    assertThat(event.code()).contains("GUARD_BLOCKED");
    assertThat(event.operationId()).contains(operation);
    assertThat(event.before()).contains("{\"at\":\"2026-01-01T00:00:00.111006789Z\"}");
    assertThat(verify().intact()).isTrue();
  }

  @Test
  void timesKeepTheirMicrosecondsWhereverTheyFall() {
    var times =
        List.of(
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2026-03-29T01:30:00.000001Z"),
            Instant.parse("2026-10-25T01:30:00.100000Z"),
            Instant.parse("2026-11-23T00:00:00Z"),
            Instant.parse("2038-01-19T03:14:07.999999999Z"));
    for (var time : times) {
      store.run(entities ->
          new AuditLog(entities, Clock.fixed(time, ZoneOffset.UTC))
              .record(AuditEntry.success(MARIA, "test", "TEST", "time")));
    }
    assertThat(list(everything()).reversed())
        .extracting(AuditEvent::at)
        .containsExactlyElementsOf(
            times.stream()
                .map(time -> time.truncatedTo(java.time.temporal.ChronoUnit.MICROS))
                .toList());
    assertThat(verify()).matches(ChainVerdict::intact).matches(verdict -> verdict.verified() == 5);
  }

  @Test
  void anEmptyLogIsIntact() {
    assertThat(verify()).isEqualTo(new ChainVerdict(0, Optional.empty(), Optional.empty()));
  }

  @Test
  void severalPagesAreOneChain() {
    fill(1100);
    assertThat(verify().verified()).isEqualTo(1100);
    assertThat(verify().intact()).isTrue();
  }

  @Test
  void concurrentAppendsMakeOneChain() {
    CompletableFuture.allOf(
            IntStream.range(0, 8)
                .mapToObj(i ->
                    CompletableFuture.runAsync(() -> {
                      for (int k = 0; k < 10; k++) {
                        record(AuditEntry.success(MARIA, "test", "TEST", i + "-" + k));
                      }
                    }))
                .toArray(CompletableFuture[]::new))
        .join();
    assertThat(verify()).matches(ChainVerdict::intact).matches(verdict -> verdict.verified() == 80);
  }

  @Test
  void theStoreItselfRefusesChanges() {
    fill(2);
    assertThatThrownBy(() -> store.sql("update audit_event set reason = 'x' where sequence = 1"))
        .hasRootCauseInstanceOf(java.sql.SQLException.class);
    assertThatThrownBy(() -> store.sql("delete from audit_event where sequence = 1"))
        .hasRootCauseInstanceOf(java.sql.SQLException.class);
    assertThat(verify().intact()).isTrue();
  }

  @Test
  void everyColumnIsProtected() {
    for (var change :
        List.of(
            "id = gen_random_uuid()",
            "at = at + interval '1 microsecond'",
            "actor = 'mallory'",
            "actor_issuer = 'https://other'",
            "actor_kind = 'OIDC'",
            "api_token_name = null",
            "source_address = ''",
            "action = 'x'",
            "resource_type = 'x'",
            "resource_name = 'x'",
            "outcome = 'FAILED'",
            "code = 'INTERNAL_ERROR'",
            "reason = null",
            "request_id = 'x'",
            "operation_id = gen_random_uuid()",
            "before = '{}'",
            "after = '{}'",
            "previous_hash = repeat('1', 64)",
            "hash = repeat('1', 64)")) {
      empty();
      fill(4);
      tamper("update audit_event set " + change + " where sequence = 3");
      assertBroken(3, Reason.HASH_MISMATCH);
    }
  }

  @Test
  void removedEntriesAreFound() {
    fill(6);
    tamper("delete from audit_event where sequence = 3");
    assertBroken(3, Reason.SEQUENCE_GAP);
  }

  @Test
  void closingTheGapIsFound() {
    fill(6);
    tamper(
        "delete from audit_event where sequence = 3;"
            + " update audit_event set sequence = sequence - 1 where sequence > 3");
    assertBroken(3, Reason.HASH_MISMATCH);
  }

  @Test
  void swappedEntriesAreFound() {
    fill(6);
    tamper(
        "update audit_event set sequence = -1 where sequence = 3;"
            + " update audit_event set sequence = 3 where sequence = 4;"
            + " update audit_event set sequence = 4 where sequence = -1");
    assertBroken(3, Reason.HASH_MISMATCH);
  }

  @Test
  void anEntryBeforeTheFirstIsFound() {
    fill(2);
    tamper(
        "insert into audit_event select (jsonb_populate_record(a,"
            + " jsonb_build_object('id', gen_random_uuid(), 'sequence', 0))).*"
            + " from audit_event a where sequence = 1");
    assertBroken(1, Reason.SEQUENCE_GAP);
  }

  @Test
  void anEntryAfterTheHeadIsFound() {
    fill(2);
    tamper(
        "insert into audit_event select (jsonb_populate_record(a,"
            + " jsonb_build_object('id', gen_random_uuid(), 'sequence', 3))).*"
            + " from audit_event a where sequence = 2");
    assertBroken(3, Reason.HASH_MISMATCH);
  }

  @Test
  void aCutOffEndIsFound() {
    fill(6);
    tamper("delete from audit_event where sequence > 4");
    assertBroken(5, Reason.SEQUENCE_GAP);
  }

  @Test
  void aForgedHeadIsFound() {
    fill(6);
    store.sql("update audit_head set hash = repeat('1', 64)");
    assertBroken(6, Reason.HEAD_MISMATCH);
    store.sql("update audit_head set sequence = 4");
    assertBroken(4, Reason.HEAD_MISMATCH);
    store.sql("delete from audit_head");
    assertBroken(1, Reason.HEAD_MISMATCH);
  }

  @Test
  void anAnchorFindsTheCutThatTookTheHeadAlong() {
    fill(6);
    var anchor = verify().newest().orElseThrow();
    assertThat(verify(anchor).intact()).isTrue();
    tamper(
        "delete from audit_event where sequence > 4;"
            + " update audit_head set (sequence, hash) ="
            + " (select sequence, hash from audit_event where sequence = 4)");
    assertThat(verify().intact()).isTrue();
    assertThat(verify(anchor).firstBroken())
        .contains(new ChainBreak(6, Optional.empty(), Reason.ANCHOR_MISSING));
  }

  @Test
  void filtersRestrictAndPagesContinue() {
    fill(5);
    record(
        AuditEntry.success(Caller.system(""), "renew", "API_TOKEN", "t")
            .withOutcome(AuditEntry.Outcome.FAILED));
    assertThat(list(everything()))
        .extracting(AuditEvent::sequence)
        .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(list(filter("binnacle", null, null, null))).hasSize(1);
    assertThat(list(filter(null, "switchoverDatabase", null, null))).hasSize(5);
    assertThat(list(filter(null, null, "API_TOKEN", null))).hasSize(1);
    assertThat(list(filter("maria", null, "DATABASE", "orders-1"))).hasSize(3);
    assertThat(
            list(
                new AuditQueries.Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(AuditEntry.Outcome.FAILED, AuditEntry.Outcome.REFUSED),
                    Optional.of(Instant.EPOCH),
                    Optional.of(Instant.now().plusSeconds(60)),
                    Optional.of(new AuditQueries.Position(Instant.now().plusSeconds(60), 7)))))
        .hasSize(1);
    var third = list(everything()).get(3);
    assertThat(
            list(
                new AuditQueries.Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.of(third.at()),
                    Optional.of(third.at().plusNanos(1000)),
                    Optional.empty())))
        .contains(third);
    assertThat(find(third.id())).contains(third);
    assertThat(find(UUID.randomUUID())).isEmpty();
  }

  private static AuditQueries.Filter everything() {
    return filter(null, null, null, null);
  }

  private static AuditQueries.Filter filter(String actor, String action, String type, String name) {
    return new AuditQueries.Filter(
        Optional.ofNullable(actor),
        Optional.ofNullable(action),
        Optional.ofNullable(type),
        Optional.ofNullable(name),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<AuditEvent> list(AuditQueries.Filter filter) {
    return store.call(entities -> new AuditQueries(entities).list(filter, 50));
  }

  private static Optional<AuditEvent> find(UUID id) {
    return store.call(entities -> new AuditQueries(entities).find(id));
  }
}
